import { findShareLink, hashSecret, type ShareLinkRow } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import type { Context } from "koa";
import { decideStanding } from "./decide-standing.ts";
import type { LinkCookies } from "./link-cookies.ts";
import type { ShareDeps } from "./share-deps.ts";
import { isProof } from "./unlock-proof.ts";

/**
 * The link of a token, as long as it stands.
 * @throws ProblemError share_not_found, share_revoked, share_expired
 */
export async function standingShare({ db, now }: Pick<ShareDeps, "db" | "now">, token: string): Promise<ShareLinkRow> {
  const link = await findShareLink(db, hashSecret(token));
  if (!link) throw new ProblemError(404, "share_not_found", "There is nothing at this link. It may have been copied incompletely.");
  const standing = decideStanding(link, now());
  if (standing === "revoked") throw new ProblemError(410, "share_revoked", "This link was turned off by who shared it.");
  if (standing === "expired") throw new ProblemError(410, "share_expired", "This link has expired.");
  return link;
}

/**
 * The same, for somebody who gave its password where it has one.
 * @throws ProblemError password_required as well
 */
export async function openShare(
  ctx: Context,
  deps: Pick<ShareDeps, "db" | "now"> & { cookies: LinkCookies },
  token: string,
): Promise<ShareLinkRow> {
  const link = await standingShare(deps, token);
  if (link.password_hash === null) return link;
  const proof = deps.cookies.read(ctx, "share_unlock") ?? "";
  if (isProof({ id: link.id, password_hash: link.password_hash }, proof, deps.now())) return link;
  throw new ProblemError(403, "password_required", "This link is protected by a password.");
}
