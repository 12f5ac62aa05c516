import type { Readable } from "node:stream";

/** How a body ended: as it was announced, by a lost connection, or because the reader was told to stop. */
export type BodyEnd = "complete" | "aborted" | "stopped";

/**
 * Hands each chunk to `take`, which may ask for a pause by returning a promise. By events, as an iterator would join (copy) what
 * the stream has buffered. Resolves once the last `take` has; rejects with what `take` threw. The body is left paused, not destroyed.
 */
export async function readBody(body: Readable, take: (chunk: Buffer) => Promise<void> | undefined, stop: AbortSignal): Promise<BodyEnd> {
  if (stop.aborted) return "stopped";
  const { promise, resolve, reject } = Promise.withResolvers<BodyEnd>();
  let taking: Promise<void> | undefined;
  const onData = (chunk: Buffer): void => {
    try {
      taking = take(chunk);
    } catch (error) {
      reject(error);
      return;
    }
    if (!taking) return;
    body.pause();
    taking.then(() => body.resume(), reject);
  };
  const onEnd = () => resolve("complete");
  const onLost = () => resolve("aborted");
  const onStop = () => resolve("stopped");
  body.on("data", onData).once("end", onEnd).on("error", onLost).once("close", onLost);
  stop.addEventListener("abort", onStop, { once: true });
  if (body.readableEnded) onEnd();
  else if (body.destroyed) onLost();
  try {
    const end = await promise;
    body.off("data", onData);
    await taking;
    return end;
  } finally {
    body.off("data", onData).off("end", onEnd).off("close", onLost);
    stop.removeEventListener("abort", onStop);
    body.pause();
  }
}
