import type { MediaKind } from "@mediashare/contract";
import type { Knex } from "../../open-database.ts";
import type { MediaRow } from "../../rows.ts";

/** A media that its owner can see. Its content is committed, and the commit wrote all of these. */
export type ShownMedia = MediaRow & { kind: MediaKind; content_type: string; size_bytes: number; sha256: Buffer };

/** What can be looked at by its id: also what lies in the trash. */
export function onlyShown(query: Knex.QueryBuilder): void {
  query.whereRaw("state not in ('receiving', 'deleted')");
}

/** What stands in lists, as the indexes of lists have it. */
export function onlyListed(query: Knex.QueryBuilder): void {
  query.whereRaw("listed");
}
