import { setTimeout as sleep } from "node:timers/promises";
import { RefusedError, UnexpectedAnswerError, UnreachableError } from "@mediashare/client";

const delaysMs = [500, 1_000, 2_000, 4_000, 8_000];

/** Calls again where nobody answered, or the answer may be another one in a moment. */
export async function retryCall<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const delayMs = delaysMs[attempt];
      if (delayMs === undefined || !mayPass(error)) throw error;
      await sleep(delayMs, undefined, { signal });
    }
  }
}

function mayPass(error: unknown): boolean {
  if (error instanceof RefusedError) return error.status === 429 || error.status >= 500;
  return error instanceof UnreachableError || error instanceof UnexpectedAnswerError;
}
