import type { Database } from "../../open-database.ts";
import { onlyShown, type ShownMedia } from "./shown-media.ts";

/** Those of these media that the owner has to be shown, in no order. */
export async function listMediaById(db: Database, request: { ids: readonly string[]; ownerId: string }): Promise<ShownMedia[]> {
  return db<ShownMedia>("media").whereIn("id", request.ids).where({ owner_id: request.ownerId }).modify(onlyShown);
}
