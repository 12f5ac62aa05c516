import type { Knex } from "../../open-database.ts";
import type { ShareLinkRow } from "../../rows.ts";
import { tellOfShare } from "../webhook/tell-of-share.ts";

/** Ends the links that are chosen and still stand, and has webhooks told of each. */
export async function revokeLinks(trx: Knex.Transaction, choose: (links: Knex.QueryBuilder) => void): Promise<ShareLinkRow[]> {
  const rows = await trx("share_link").where(choose).whereNull("revoked_at").update({ revoked_at: trx.fn.now() }).returning("*");
  for (const row of rows) await tellOfShare(trx, "share.revoked", row);
  return rows;
}
