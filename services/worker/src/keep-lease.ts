import { type Knex, type Lease, LeaseLostError, renewLease, type TaskQueue } from "@mediashare/core";
import type { Logger } from "@mediashare/kit";

export interface LeaseKeeper {
  /** Aborts when another worker has the task, or it was cancelled. */
  readonly lost: AbortSignal;
  /** 0 to 1; told with the next renewal. */
  readonly reportProgress: (share: number) => void;
  stop(): void;
}

export interface KeepLeaseOptions {
  readonly db: Knex;
  readonly queue: TaskQueue;
  readonly lease: Lease;
  readonly receiptHandle: string;
  readonly leaseMs: number;
  readonly visibilityMs: number;
  readonly log: Logger;
}

/** Progress is told at most this often. */
const longestBeatMs = 2_000;

/** Renews the lease and the message's invisibility while a task runs. An outage of either is waited out: only a lost lease ends the task. */
export function keepLease(options: KeepLeaseOptions): LeaseKeeper {
  const lost = new AbortController();
  const stopped = new AbortController();
  let progress = 0;
  let timer: NodeJS.Timeout | undefined;
  let visibleUntil = performance.now() + options.visibilityMs;

  const renewVisibility = async (): Promise<void> => {
    if (visibleUntil - performance.now() > options.visibilityMs / 2) return;
    await options.queue.changeVisibility(options.receiptHandle, options.visibilityMs / 1000);
    visibleUntil = performance.now() + options.visibilityMs;
  };

  const beat = async (): Promise<void> => {
    const results = await Promise.allSettled([
      renewLease(options.db, options.lease, { leaseMs: options.leaseMs, progress }),
      renewVisibility(),
    ]);
    if (stopped.signal.aborted) return;
    for (const result of results) {
      if (result.status === "fulfilled") continue;
      if (result.reason instanceof LeaseLostError) return lost.abort(result.reason);
      options.log.warn({ err: result.reason }, "cannot renew; trying again");
    }
    schedule();
  };

  const schedule = (): void => {
    timer = setTimeout(() => void beat(), Math.min(longestBeatMs, options.leaseMs / 4));
  };

  schedule();
  return {
    lost: lost.signal,
    reportProgress: (share) => {
      progress = Math.min(1, Math.max(progress, share));
    },
    stop: () => {
      stopped.abort();
      clearTimeout(timer);
    },
  };
}
