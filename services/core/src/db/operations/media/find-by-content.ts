import { liveMediaStates } from "@mediashare/contract";
import type { Database } from "../../open-database.ts";
import type { ShownMedia } from "./shown-media.ts";

/** Which of these contents the owner has; each at most once. Served by the index `media_content`. */
export async function findByContent(
  db: Database,
  request: { ownerId: string; sha256: readonly Buffer[] },
): Promise<Pick<ShownMedia, "id" | "sha256" | "state">[]> {
  return db<ShownMedia>("media")
    .select("id", "sha256", "state")
    .where({ owner_id: request.ownerId })
    .whereIn("sha256", request.sha256)
    .whereIn("state", liveMediaStates);
}
