import { findUploadLink, type Knex, principalOf, type UploadLink } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import type { Context } from "koa";

/**
 * The link that a visitor sends files by: it is looked up with each request, so that one that was revoked takes nothing more.
 * @throws ProblemError share_ended
 */
export async function standingLink(ctx: Context, { db }: { readonly db: Knex }): Promise<UploadLink> {
  const principal = principalOf(ctx);
  const link = principal.kind === "share" ? await findUploadLink(db, principal.linkId) : undefined;
  if (!link) throw new ProblemError(410, "share_ended", "This link takes no uploads any more.");
  return link;
}
