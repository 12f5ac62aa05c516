import type { Logger } from "@mediashare/kit";
import { addSample, mergeStatistics, type Statistics } from "./statistics.ts";

export interface PublisherOptions {
  /** Sends one data point. */
  readonly send: (statistics: Statistics, signal: AbortSignal) => Promise<void>;
  readonly intervalMs: number;
  readonly logger: Logger;
  /** Counts a failed try. */
  readonly countError: () => void;
}

export interface TaskSecondsPublisher {
  /** A task was done, and took so long. Never fails and never waits. */
  record(seconds: number): void;
  /** Sends what is left, for at most `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** A data point that cannot be sent in this time waits for the next one. */
const sendTimeoutMs = 10_000;
const closeTimeoutMs = 3_000;

/** Sends what tasks took, an interval at a time and only where there is something to say. What could not be sent goes with the next. */
export function startTaskSecondsPublisher(options: PublisherOptions): TaskSecondsPublisher {
  let pending: Statistics | null = null;
  let sending: Promise<void> | undefined;
  let isFailing = false;

  const send = async (timeoutMs: number): Promise<void> => {
    const statistics = pending;
    if (!statistics) return;
    pending = null;
    try {
      await options.send(statistics, AbortSignal.timeout(timeoutMs));
      if (isFailing) options.logger.info("task seconds reach CloudWatch again");
      isFailing = false;
    } catch (error) {
      pending = mergeStatistics(statistics, pending);
      options.countError();
      if (!isFailing) options.logger.warn({ err: error }, "cannot publish task seconds to CloudWatch; trying again quietly");
      isFailing = true;
    }
  };

  const timer = setInterval(() => {
    sending ??= send(sendTimeoutMs).finally(() => {
      sending = undefined;
    });
  }, options.intervalMs);
  timer.unref();

  return {
    record: (seconds) => {
      pending = addSample(pending, seconds);
    },
    close: async (graceMs) => {
      clearInterval(timer);
      await sending;
      await send(Math.min(closeTimeoutMs, Math.max(1, graceMs)));
    },
  };
}
