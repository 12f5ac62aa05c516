import type { Attempt } from "./post-webhook.ts";

export interface AttemptFacts {
  readonly attempt: Attempt;
  /** Attempts made by now, this one counted. */
  readonly attempts: number;
  /** Since when no attempt at this webhook has succeeded. */
  readonly failingSince: Date | null;
  readonly now: Date;
  /** From 0 to 1. */
  readonly random: number;
}

/** What follows from an attempt: for the delivery, and for its webhook. */
export type AttemptPlan =
  | { readonly delivery: "delivered" }
  | { readonly delivery: "pending"; readonly nextAttemptAt: Date; readonly disable: false }
  | { readonly delivery: "failed"; readonly disable: false | "failing" | "gone" };

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
/** Waits before each further attempt: ten attempts over about three days. */
const delaysMs = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];
/** A webhook at which nothing has succeeded for so long is given up. */
const givenUpAfterMs = 5 * 24 * hour;
/** Of a delay, so that what failed together does not come back together. */
const jitter = 0.2;

export function planNextAttempt({ attempt, attempts, failingSince, now, random }: AttemptFacts): AttemptPlan {
  if (attempt.kind === "answered" && attempt.status >= 200 && attempt.status < 300) return { delivery: "delivered" };
  // Standard Webhooks: who answers 410 wants to be told of nothing any more.
  if (attempt.kind === "answered" && attempt.status === 410) return { delivery: "failed", disable: "gone" };
  if (failingSince && now.getTime() - failingSince.getTime() >= givenUpAfterMs) return { delivery: "failed", disable: "failing" };
  const delayMs = delaysMs[attempts - 1];
  if (delayMs === undefined) return { delivery: "failed", disable: false };
  return { delivery: "pending", nextAttemptAt: new Date(now.getTime() + delayMs * (1 + jitter * random)), disable: false };
}
