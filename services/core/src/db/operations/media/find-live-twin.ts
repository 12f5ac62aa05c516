import { liveMediaStates } from "@mediashare/contract";
import type { Database } from "../../open-database.ts";
import type { MediaRow } from "../../rows.ts";

/** The owner's live media of this content, if there is one. */
export async function findLiveTwin(
  db: Database,
  { ownerId, sha256 }: { readonly ownerId: string; readonly sha256: Buffer },
): Promise<Pick<MediaRow, "id" | "owner_id" | "original_key"> | undefined> {
  return db("media")
    .where({ owner_id: ownerId, sha256 })
    .whereIn("state", [...liveMediaStates])
    .first("id", "owner_id", "original_key");
}
