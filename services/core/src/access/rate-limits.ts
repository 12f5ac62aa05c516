import { ProblemError } from "@mediashare/kit";
import type { Database } from "../db/open-database.ts";
import { type RateLimit, takePermit } from "../db/operations/access/take-permit.ts";

const secondMs = 1_000;
const minuteMs = 60 * secondMs;

/**
 * How often what may be guessed, and what costs us much, can be tried. Every server counts in the same rows. By address of the network
 * as well as by what is tried: one guesses many passwords of one account, another one password of many accounts.
 */
export const rateLimits = {
  signInFrom: { name: "sign-in from", burst: 30, everyMs: 10 * secondMs },
  /** To an account from one network, or from one browser that it was signed in by before: others cannot use these up. */
  signInTo: { name: "sign-in to", burst: 10, everyMs: minuteMs },
  /** To an account from all networks together. Beyond it a sign-in is slow, and never refused: else anybody could lock somebody out. */
  signInSwift: { name: "swift sign-in to", burst: 30, everyMs: minuteMs },
  /** Setup, sign-up, invitations and links: what makes an account, or sends mail. */
  entranceFrom: { name: "entrance from", burst: 20, everyMs: 30 * secondMs },
  /** Mails to an account that one network, or one browser that it was signed in by before, asks for. */
  passwordResetTo: { name: "password reset to", burst: 3, everyMs: 20 * minuteMs },
  /** Mails to an account that networks ask for together: what its owner can bear, and never none. */
  passwordResetToAny: { name: "any password reset to", burst: 10, everyMs: 10 * minuteMs },
  sharePasswordFrom: { name: "share password from", burst: 30, everyMs: 10 * secondMs },
  sharePasswordTo: { name: "share password to", burst: 20, everyMs: 10 * secondMs },
  /** Files of an account, or by a share link: twenty thousand at once, and after that a hundred a second. Small files are not faster. */
  uploadBy: { name: "upload by", burst: 20_000, everyMs: 10 },
} as const satisfies Record<string, RateLimit>;

/** @throws ProblemError too_many_requests, saying when to come back */
export async function requirePermit(db: Database, limit: RateLimit, subject: string): Promise<void> {
  const waitMs = await takePermit(db, limit, subject);
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / secondMs);
  throw new ProblemError(429, "too_many_requests", `That was tried too often. Wait ${describe(seconds)}, then try again.`, {
    headers: { "Retry-After": String(seconds) },
  });
}

function describe(seconds: number): string {
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
