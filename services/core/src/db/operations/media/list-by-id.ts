import type { Database } from "../../open-database.ts";
import { onlyListed, type ShownMedia } from "./shown-media.ts";

/** Those of these media that stand in the owner's lists, in no order. */
export async function listMediaById(db: Database, request: { ids: readonly string[]; ownerId: string }): Promise<ShownMedia[]> {
  return db<ShownMedia>("media").whereIn("id", request.ids).where({ owner_id: request.ownerId }).modify(onlyListed);
}
