import { Readable } from "node:stream";
import {
  discardAbandoned,
  type Knex,
  listExpiredUploads,
  listMultipartIds,
  listUncommittedUploads,
  type ObjectStore,
  readUpload,
  removeExpiredLocks,
  removeOldIdempotencyKeys,
  type Sweep,
  type Upload,
  type UploadLock,
} from "@mediashare/core";
import { continueUpload } from "../tus/continue-upload.ts";
import { terminateUpload } from "../tus/terminate-upload.ts";
import type { TusDeps } from "../tus/tus-deps.ts";

const batch = 100;
const dayMs = 24 * 60 * 60 * 1000;

/** Of files that come in forms: six times the pause in which a living process says so, and longer than a database restart. */
export const silentMs = 30_000;

/** Repairs of what upload servers leave when they die. */
export function uploadSweeps(deps: TusDeps): Sweep[] {
  const { db, originals } = deps;
  return [
    { name: "abandoned-files", run: () => discardAbandoned(db, silentMs) },
    { name: "uncommitted-uploads", run: () => forEachUpload(deps, () => listUncommittedUploads(db, batch), finish) },
    { name: "expired-uploads", run: () => forEachUpload(deps, () => listExpiredUploads(db, batch), terminateUpload) },
    { name: "abandoned-multiparts", run: () => abortMultiparts(db, originals, Date.now()) },
    { name: "old-idempotency-keys", run: () => removeOldIdempotencyKeys(db, dayMs) },
    { name: "expired-upload-locks", run: () => removeExpiredLocks(db, 60_000) },
  ];
}

type UploadRepair = (deps: TusDeps, upload: Upload, lock: UploadLock, stop: AbortSignal) => Promise<unknown>;

/** Runs the repair for each upload that nobody is writing, under its lock. */
async function forEachUpload(deps: TusDeps, list: () => Promise<string[]>, repair: UploadRepair): Promise<number> {
  let repaired = 0;
  for (const id of await list()) {
    const stopping = new AbortController();
    const lock = await deps.locker.tryAcquire(id, (reason) => stopping.abort(reason));
    if (!lock) continue;
    try {
      const upload = await readUpload(deps.db, id);
      if (upload) await repair(deps, upload, lock, stopping.signal);
      repaired += 1;
    } catch (error) {
      deps.logger.warn({ err: error, upload: id }, "cannot repair an upload; the next round tries again");
    } finally {
      await deps.locker.release(lock);
    }
  }
  return repaired;
}

async function finish(deps: TusDeps, upload: Upload, lock: UploadLock, stop: AbortSignal): Promise<void> {
  await continueUpload(deps, upload, { body: Readable.from([]), checksum: undefined, lock, stop, traceparent: undefined });
}

/** Multipart uploads that no upload goes on with. Younger ones may be a form's, which has no row that names them. */
async function abortMultiparts(db: Knex, originals: ObjectStore, nowMs: number): Promise<number> {
  const old: { key: string; uploadId: string }[] = [];
  for await (const multipart of originals.listMultiparts()) {
    if (nowMs - multipart.createdAt.getTime() > dayMs) old.push(multipart);
  }
  if (old.length === 0) return 0;
  const wanted = new Set(
    await listMultipartIds(
      db,
      old.map(({ uploadId }) => uploadId),
    ),
  );
  const abandoned = old.filter(({ uploadId }) => !wanted.has(uploadId));
  for (const { key, uploadId } of abandoned) await originals.abortMultipart({ key, uploadId, partSizeBytes: 0 });
  return abandoned.length;
}
