import type { UploadedPart } from "../../../storage/object-store.ts";
import type { Database } from "../../open-database.ts";
import { type UploadLock, UploadLockLostError } from "./upload-lock.ts";

export interface UploadProgress {
  /** Bytes that are durable now. */
  readonly offsetBytes: number;
  readonly multipartId: string | null;
  /** Parts that have come since the last time. */
  readonly parts: readonly UploadedPart[];
  /** The object that holds the bytes after the last whole part. */
  readonly tail: { readonly key: string; readonly sizeBytes: number } | null;
}

/**
 * Notes what is durable, in one statement that takes effect only under the lock: a process that was taken for dead
 * cannot set an upload back.
 * @throws UploadLockLostError
 */
export async function recordProgress(db: Database, lock: UploadLock, progress: UploadProgress): Promise<void> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `with held as (
       select id from upload_lock where id = :id and holder = :holder and expires_at > now() for share
     ), stored as (
       insert into upload_part (media_id, part_number, size_bytes, etag)
       select cast(:id as uuid), part.*
       from held, unnest(cast(:numbers as int[]), cast(:sizes as bigint[]), cast(:etags as text[])) as part
       on conflict (media_id, part_number) do update set size_bytes = excluded.size_bytes, etag = excluded.etag
     )
     update upload set offset_bytes = :offsetBytes, multipart_id = :multipartId, tail_key = :tailKey, tail_bytes = :tailBytes
     from held where upload.media_id = cast(:id as uuid) and finished_at is null
     returning upload.media_id`,
    {
      id: lock.id,
      holder: lock.holder,
      numbers: progress.parts.map(({ partNumber }) => partNumber),
      sizes: progress.parts.map(({ sizeBytes }) => sizeBytes),
      etags: progress.parts.map(({ etag }) => etag),
      offsetBytes: progress.offsetBytes,
      multipartId: progress.multipartId,
      tailKey: progress.tail?.key ?? null,
      tailBytes: progress.tail?.sizeBytes ?? 0,
    },
  );
  if (rows.length === 0) throw new UploadLockLostError(`The upload ${lock.id} is no longer this process's to write.`);
}
