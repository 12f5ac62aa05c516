import { isDatabaseUnavailable, retryWhile } from "@mediashare/kit";

/** How long a client whose bytes have all come is kept waiting for the database: a restart or a short failover. */
const patienceMs = 40_000;

/** Repeats an idempotent operation while the database is away. */
export function retryOutage<T>(operation: () => Promise<T>): Promise<T> {
  return retryWhile(operation, { isPassing: isDatabaseUnavailable, patienceMs, longestDelayMs: 2_000 });
}
