import { createHash } from "node:crypto";
import { objectKeys } from "@mediashare/contract";
import {
  commitUpload,
  InvalidPartError,
  listUploadParts,
  MultipartNotFoundError,
  type MultipartUpload,
  type ObjectStore,
  type Upload,
} from "@mediashare/core";
import type { ContentType } from "../content/detect-type.ts";
import { removeGivenUp } from "../media/receive-file.ts";
import { retryOutage } from "../retry-outage.ts";
import type { Outcome, TusDeps } from "./tus-deps.ts";

export interface WholeUpload {
  readonly upload: Upload;
  readonly multipart: MultipartUpload | undefined;
  readonly type: ContentType;
  /** Undefined where no process had all bytes: the object is read then. */
  readonly sha256: Buffer | undefined;
  readonly traceparent: string | undefined;
}

/** Makes a media of an upload whose bytes are all durable. Every step may be repeated, so whoever comes next can finish it after a crash. */
export async function finishUpload(deps: TusDeps, { upload, multipart, type, sha256, traceparent }: WholeUpload): Promise<Outcome> {
  const { media_id: mediaId, length_bytes: sizeBytes } = upload;
  const originalKey = objectKeys.original(upload.owner_id, mediaId);
  const asReceived = multipart ? await completeObject(deps, multipart, sizeBytes as number) : true;
  const digest = sha256 && asReceived ? sha256 : await hashObject(deps.originals, originalKey);
  const facts = { mediaId, sha256: digest, sizeBytes: sizeBytes as number, ...type, traceparent };
  const { media, duplicate } = await retryOutage(() => commitUpload(deps.db, facts));
  if (duplicate) {
    await removeGivenUp(deps, { mediaId, originalKey }).catch((error: unknown) => {
      deps.logger.warn({ err: error, mediaId }, "cannot remove a duplicate; the sweeps will");
    });
  }
  deps.metrics.ended("tus", duplicate ? "duplicate" : "accepted");
  return { mediaId: media.id, duplicate };
}

/** @returns false when the store has other parts than were recorded: a process that was taken for dead has written once more */
async function completeObject({ db, originals }: TusDeps, multipart: MultipartUpload, sizeBytes: number): Promise<boolean> {
  const rows = await listUploadParts(db, multipart.key.slice(multipart.key.lastIndexOf("/") + 1));
  const parts = rows.map((row) => ({ partNumber: row.part_number, sizeBytes: row.size_bytes, etag: row.etag }));
  try {
    await originals.completeMultipart(multipart, parts);
    return true;
  } catch (error) {
    if (error instanceof MultipartNotFoundError && (await originals.head(multipart.key)).sizeBytes === sizeBytes) return true;
    if (!(error instanceof InvalidPartError)) throw error;
    const stored = await originals.listParts(multipart);
    if (stored.reduce((sum, part) => sum + part.sizeBytes, 0) !== sizeBytes) throw error;
    await originals.completeMultipart(multipart, stored);
    return false;
  }
}

async function hashObject(originals: ObjectStore, key: string): Promise<Buffer> {
  const hash = createHash("sha256");
  const { body } = await originals.get(key);
  for await (const chunk of body as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest();
}
