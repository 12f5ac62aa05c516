import type { Database } from "../../open-database.ts";
import type { MediaRow } from "../../rows.ts";

export interface KnownOriginal extends Pick<MediaRow, "id" | "state" | "original_key"> {
  /** Received by no process that lives: it would have touched the row within this time. */
  readonly silent: boolean;
}

/** The rows of these objects, whatever their state. */
export async function listByOriginalKey(db: Database, keys: readonly string[], silentMs: number): Promise<KnownOriginal[]> {
  return db("media")
    .whereIn("original_key", keys)
    .select("id", "state", "original_key", db.raw("updated_at < now() - ? * interval '1 millisecond' as silent", [silentMs]));
}
