import type { ChildProcess } from "node:child_process";
import type { DomainError } from "@mediashare/kit";
import { DecoderAbortedError, DecoderStalledError, DecoderTimeoutError } from "./errors.ts";
import { killGroup } from "./kill-group.ts";

export interface WatchLimits {
  readonly totalMs: number;
  readonly stallMs: number;
}

export interface WatchOptions extends WatchLimits {
  readonly signal?: AbortSignal | undefined;
  /** Any number that moves while the decoder gets somewhere. */
  readonly activity: () => number;
  /** While true, the decoder waits for us, not we for it. */
  readonly isBlockedByUs: () => boolean;
  readonly stderrTail: () => string;
}

export interface Watchdog {
  /** Why the decoder was ended, if it was. */
  readonly verdict: DomainError | undefined;
  stop(): void;
}

const longestLookMs = 1_000;

/** Ends a decoder that takes too long, makes no progress, or is no longer wanted. */
export function watchDecoder(child: ChildProcess, options: WatchOptions): Watchdog {
  const startedAt = performance.now();
  let movedAt = startedAt;
  let lastActivity = options.activity();
  let verdict: DomainError | undefined;

  const end = (error: DomainError): void => {
    if (verdict) return;
    verdict = error;
    stop();
    killGroup(child);
  };

  const look = (): void => {
    const now = performance.now();
    const activity = options.activity();
    if (activity !== lastActivity || options.isBlockedByUs()) movedAt = now;
    lastActivity = activity;
    if (now - startedAt >= options.totalMs) end(new DecoderTimeoutError(options.totalMs, options.stderrTail()));
    else if (now - movedAt >= options.stallMs) end(new DecoderStalledError(options.stallMs, options.stderrTail()));
  };

  const abort = (): void => end(new DecoderAbortedError(options.signal?.reason));
  const timer = setInterval(look, Math.min(longestLookMs, options.stallMs / 4, options.totalMs / 4));
  const stop = (): void => {
    clearInterval(timer);
    options.signal?.removeEventListener("abort", abort);
  };

  if (options.signal?.aborted) abort();
  else options.signal?.addEventListener("abort", abort, { once: true });
  return {
    get verdict() {
      return verdict;
    },
    stop,
  };
}
