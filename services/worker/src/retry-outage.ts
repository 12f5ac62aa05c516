import { retryWhile } from "@mediashare/kit";
import { classifyFault } from "./faults.ts";

/** Long enough for a database failover (RDS Multi-AZ: 60 to 120 s). */
const patienceMs = 150_000;

/** Repeats an idempotent effect while the database, the storage or the queue is away. */
export function retryOutage<T>(effect: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return retryWhile(effect, { isPassing: (error) => classifyFault(error).kind === "outage", patienceMs, longestDelayMs: 5_000, signal });
}
