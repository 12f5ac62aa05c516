import { setTimeout as sleep } from "node:timers/promises";
import type { ReceivedMessage, TaskQueue } from "@mediashare/core";
import type { Logger } from "@mediashare/kit";
import { Drain } from "./drain.ts";

/** SQS's longest: an idle worker asks three times a minute. */
const pollSeconds = 20;
/** A pause ends when it is told to; a timer of Node can be no longer than this. */
const longestTimerMs = 2 ** 31 - 1;
const firstRetryMs = 500;
const longestRetryMs = 10_000;

export interface ConsumerOptions {
  readonly queue: TaskQueue;
  readonly concurrency: number;
  /** How long a received message stays hidden from others, unless it is renewed. */
  readonly visibilityMs: number;
  /** Must settle every message itself; what it throws is a bug. `signal` aborts when the process wants to end. */
  readonly handle: (message: ReceivedMessage, signal: AbortSignal) => Promise<void>;
  readonly logger: Logger;
  /** At shutdown, how long running tasks may go on before they are told to let go. */
  readonly finishWindowMs: number;
}

export interface Consumer {
  readonly busy: number;
  /** Whether it takes nothing new for the time being. */
  readonly draining: boolean;
  /** From now on, and for so long, it finishes what it has and takes nothing new; 0 ends that. */
  drain(durationMs: number): void;
  /** The same without an end, until `resume`. A drain goes on beside it. */
  pause(): void;
  resume(): void;
  /** Takes nothing more; resolves when every message in hand is settled. */
  stop(): Promise<void>;
}

/** Receives messages as slots are free, and hands each to `handle`. */
export function startConsumer(options: ConsumerOptions): Consumer {
  const drain = new Drain();
  const paused = new Drain();
  const isHeld = (): boolean => drain.isOn || paused.isOn;
  const polling = new AbortController();
  const working = new AbortController();
  const running = new Set<Promise<void>>();

  const start = (message: ReceivedMessage): void => {
    const work = options
      .handle(message, working.signal)
      .catch((error: unknown) =>
        options.logger.error({ err: error, messageId: message.messageId }, "message was not settled; it comes again"),
      )
      .finally(() => running.delete(work));
    running.add(work);
  };

  const poll = async (): Promise<void> => {
    let retryMs = firstRetryMs;
    while (!polling.signal.aborted) {
      if (running.size >= options.concurrency) {
        await Promise.race(running);
        continue;
      }
      if (isHeld()) {
        await drain.ended(polling.signal);
        await paused.ended(polling.signal);
        continue;
      }
      try {
        const free = options.concurrency - running.size;
        const messages = await options.queue.receive({
          max: free,
          waitSeconds: pollSeconds,
          visibilityMs: options.visibilityMs,
          signal: AbortSignal.any([polling.signal, drain.begins, paused.begins]),
        });
        for (const message of messages) start(message);
        retryMs = firstRetryMs;
      } catch (error) {
        if (polling.signal.aborted) return;
        if (isHeld()) continue;
        options.logger.warn({ err: error, retryMs }, "cannot receive; trying again");
        await sleep(retryMs, undefined, { signal: polling.signal }).catch(() => undefined);
        retryMs = Math.min(retryMs * 2, longestRetryMs);
      }
    }
  };

  const polled = poll();
  return {
    get busy() {
      return running.size;
    },
    get draining() {
      return isHeld();
    },
    drain: (durationMs) => drain.set(durationMs),
    pause: () => paused.set(longestTimerMs),
    resume: () => paused.set(0),
    stop: async () => {
      polling.abort();
      // Before anything is waited for: a worker with its hands full polls again only when a task ends.
      const letGo = setTimeout(() => working.abort(), options.finishWindowMs);
      await polled;
      await Promise.allSettled(running);
      clearTimeout(letGo);
    },
  };
}
