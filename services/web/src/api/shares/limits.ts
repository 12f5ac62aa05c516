import { createHmac } from "node:crypto";
import { type Knex, type RateLimit, rateLimits, requirePermit, takePermit } from "@mediashare/core";

/** Visitors that one address can be: browsers may call themselves what they like. */
const visitorsFrom: RateLimit = { name: "share-view", burst: 20, everyMs: 60_000 };
/** One visit, however often the page is loaded meanwhile. */
const visit: RateLimit = { name: "share-visit", burst: 1, everyMs: 30 * 60_000 };

/** @throws ProblemError too_many_requests */
export async function limitGuesses(db: Knex, linkId: string, ip: string): Promise<void> {
  await requirePermit(db, rateLimits.sharePasswordFrom, ip);
  await requirePermit(db, rateLimits.sharePasswordTo, linkId);
}

/** Zips that one address can ask for. */
const zipsFrom: RateLimit = { name: "share-zip", burst: 20, everyMs: 30_000 };

/** @throws ProblemError too_many_requests */
export async function limitZips(db: Knex, ip: string): Promise<void> {
  await requirePermit(db, zipsFrom, ip);
}

export interface Visitor {
  readonly linkId: string;
  /** Of the link. */
  readonly token: string;
  readonly ip: string;
  readonly userAgent: string;
}

/**
 * Whether this visitor has not been at the link for a while. They are known by address and browser, without a cookie: two with the same
 * kind of browser behind one address are one. What is kept of them for that time is sealed with the link's token, which is kept nowhere.
 */
export async function isNewVisit(db: Knex, { linkId, token, ip, userAgent }: Visitor): Promise<boolean> {
  const visitor = createHmac("sha256", token).update(`${ip}\n${userAgent}`).digest("base64url");
  return (await takePermit(db, visit, `${linkId} ${visitor}`)) === 0 && (await takePermit(db, visitorsFrom, `${linkId} ${ip}`)) === 0;
}
