import { type Knex, type RateLimit, rateLimits, requirePermit, takePermit } from "@mediashare/core";

/** Visits that one address can have counted. */
const views: RateLimit = { name: "share-view", burst: 20, everyMs: 60_000 };

/** @throws ProblemError too_many_requests */
export async function limitGuesses(db: Knex, linkId: string, ip: string): Promise<void> {
  await requirePermit(db, rateLimits.sharePasswordFrom, ip);
  await requirePermit(db, rateLimits.sharePasswordTo, linkId);
}

export async function mayCountView(db: Knex, linkId: string, ip: string): Promise<boolean> {
  return (await takePermit(db, views, `${linkId} ${ip}`)) === 0;
}
