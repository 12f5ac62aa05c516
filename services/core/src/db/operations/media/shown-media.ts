import type { MediaKind } from "@mediashare/contract";
import type { Knex } from "../../open-database.ts";
import type { MediaRow } from "../../rows.ts";

/** A media that its owner can see. Its content is committed, and the commit wrote all of these. */
export type ShownMedia = MediaRow & { kind: MediaKind; content_type: string; size_bytes: number; sha256: Buffer };

/** What lists show of a media: a fraction of what is known of it, and of what a page would cost with all of it. */
export const listedColumns = [
  "id",
  "owner_id",
  "state",
  "kind",
  "file_name",
  "caption",
  "content_type",
  "size_bytes",
  "generation",
  "width",
  "height",
  "duration_ms",
  "captured_at",
  "timeline_at",
  "thumbhash",
  "progress",
  "playable",
  "favourite",
  "live_video",
  "trashed_at",
  "failure_code",
  "failure_message",
  "images",
] as const satisfies readonly (keyof MediaRow)[];

export type ListedMedia = Pick<ShownMedia, (typeof listedColumns)[number]>;

/** What can be looked at by its id: also what lies in the trash. */
export function onlyShown(query: Knex.QueryBuilder): void {
  query.whereRaw("state not in ('receiving', 'deleted')");
}

/** What stands in lists, as the indexes of lists have it. */
export function onlyListed(query: Knex.QueryBuilder): void {
  query.whereRaw("listed");
}
