import { setTimeout as sleep } from "node:timers/promises";

/** Does something with each item, so many at a time; results come as they are done. The first error ends it. */
export async function* mapConcurrent<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  limit: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const results: R[] = [];
  let wake = Promise.withResolvers<void>();
  let running = limit;
  let failure: { readonly error: unknown } | undefined;
  let isOver = false;
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : toAsync(items)[Symbol.asyncIterator]();
  const work = async (): Promise<void> => {
    for (;;) {
      const item = await source.next();
      if (item.done || isOver) return;
      results.push(await map(item.value));
      wake.resolve();
    }
  };
  for (let index = 0; index < limit; index += 1) {
    void work()
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        running -= 1;
        wake.resolve();
      });
  }
  try {
    for (;;) {
      yield* results.splice(0);
      if (failure) throw failure.error;
      if (running === 0 && results.length === 0) return;
      await wake.promise;
      wake = Promise.withResolvers();
    }
  } finally {
    isOver = true;
  }
}

/** Gathers items: a batch is full, or its first item has waited long enough. */
export async function* batched<T>(items: AsyncIterable<T>, options: { size: number; waitMs: number }): AsyncGenerator<T[]> {
  const source = items[Symbol.asyncIterator]();
  const pull = (): Promise<IteratorResult<T>> => {
    const next = source.next();
    // It may fail while a batch is handed out; whoever awaits it next sees the error.
    next.catch(() => undefined);
    return next;
  };
  let next = pull();
  for (;;) {
    const first = await next;
    if (first.done) return;
    const batch = [first.value];
    next = pull();
    const timer = new AbortController();
    const waited = sleep(options.waitMs, undefined, { signal: timer.signal }).catch(() => undefined);
    while (batch.length < options.size) {
      const item = await Promise.race([next, waited]);
      if (!item || item.done) break;
      batch.push(item.value);
      next = pull();
    }
    timer.abort();
    yield batch;
  }
}

async function* toAsync<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
