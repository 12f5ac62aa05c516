import { addAbortSignal, type Readable } from "node:stream";

export interface WatchedBody {
  /** Whether this error is the body's own, not the store's. */
  failedWith(error: unknown): boolean;
}

/**
 * Looks after the body of a `put` from its first moment: a body that fails before anybody reads it does not become an
 * uncaught exception, and one that stalls is ended by the signal.
 */
export function watchBody(body: Readable, signal: AbortSignal | undefined): WatchedBody {
  const errors = new Set<unknown>();
  body.on("error", (error) => errors.add(error));
  if (signal) addAbortSignal(signal, body);
  return { failedWith: (error) => errors.has(error) || error === body.errored || isPrematureClose(error) };
}

/** What reading throws of a body that was destroyed without an error. */
function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}
