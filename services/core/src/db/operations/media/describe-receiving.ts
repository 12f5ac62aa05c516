import type { MediaKind } from "@mediashare/contract";
import type { Database } from "../../open-database.ts";

/** Notes what a resumable upload's first bytes say it is, for the process that receives its last ones. */
export async function describeReceiving(db: Database, mediaId: string, type: { contentType: string; kind: MediaKind }): Promise<void> {
  await db("media").where({ id: mediaId, state: "receiving" }).update({ content_type: type.contentType, kind: type.kind });
}
