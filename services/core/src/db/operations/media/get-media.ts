import type { Database } from "../../open-database.ts";
import { onlyShown, type ShownMedia } from "./shown-media.ts";

/** One media of an owner, if it is there to be shown. */
export async function getMedia(db: Database, media: { id: string; ownerId: string }): Promise<ShownMedia | undefined> {
  return db<ShownMedia>("media").where({ id: media.id, owner_id: media.ownerId }).modify(onlyShown).first();
}
