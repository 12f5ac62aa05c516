import type { Database } from "../../open-database.ts";
import type { MediaRow, UploadPartRow, UploadRow } from "../../rows.ts";

/** An upload with what its first bytes said it is, if they have come. */
export type Upload = UploadRow & Pick<MediaRow, "content_type" | "kind" | "file_name" | "original_key">;

/** Undefined when there is no such upload, or no more. */
export async function readUpload(db: Database, mediaId: string): Promise<Upload | undefined> {
  return db("upload")
    .leftJoin("media", "media.id", "upload.media_id")
    .where({ media_id: mediaId })
    .first("upload.*", "media.content_type", "media.kind", "media.file_name", "media.original_key");
}

/** In order of their numbers. */
export async function listUploadParts(db: Database, mediaId: string): Promise<UploadPartRow[]> {
  return db("upload_part").where({ media_id: mediaId }).orderBy("part_number");
}
