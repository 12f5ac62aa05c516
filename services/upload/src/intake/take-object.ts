import { createHash } from "node:crypto";
import {
  type Commit,
  commitUpload,
  createReceiving,
  deleteMedia,
  findLiveTwin,
  type Knex,
  ObjectNotFoundError,
  type ObjectStore,
  type StoredObject,
} from "@mediashare/core";
import { detectType, headBytes } from "../content/detect-type.ts";
import { sanitizeFileName } from "../content/file-name.ts";

export interface TakeDeps {
  readonly db: Knex;
  readonly originals: ObjectStore;
}

export interface FoundObject {
  readonly key: string;
  readonly mediaId: string;
  readonly ownerId: string;
  /** Undefined: what was stored with the object. */
  readonly fileName: string | undefined;
  /** Whether a row `receiving` is there already. */
  readonly hasRow: boolean;
}

/**
 * Makes a media of an object that lies in the store whole. It stays where it is, unless its owner has the content already.
 * @throws ProblemError unsupported_type, ObjectNotFoundError
 */
export async function takeObject({ db, originals }: TakeDeps, { key, mediaId, ownerId, hasRow, ...named }: FoundObject): Promise<Commit> {
  const object = await originals.get(key);
  const fileName = sanitizeFileName(named.fileName ?? object.fileName);
  const content = await readContent(object, fileName);
  await dropEmptyTwin({ db, originals }, { ownerId, sha256: content.sha256 });
  // In one go: a row left in `receiving` would be swept, and the file with it.
  const commit = await db.transaction(async (trx) => {
    if (!hasRow) await createReceiving(trx, { mediaId, ownerId, fileName, originalKey: key, receivedAt: object.lastModified });
    return commitUpload(trx, { mediaId, ...content, traceparent: undefined });
  });
  if (commit.duplicate) await originals.delete([key]);
  return commit;
}

async function readContent(object: StoredObject, fileName: string) {
  const hash = createHash("sha256");
  const head: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of object.body as AsyncIterable<Buffer>) {
    if (sizeBytes < headBytes) head.push(chunk);
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  const type = await detectType(Buffer.concat(head).subarray(0, headBytes), fileName);
  return { ...type, sizeBytes, sha256: hash.digest() };
}

/**
 * A media of the same content whose own original is gone: it was deleted after the backup that the database comes from. This
 * object is then the only copy, and not to be given up for it.
 */
async function dropEmptyTwin({ db, originals }: TakeDeps, content: { ownerId: string; sha256: Buffer }): Promise<void> {
  const twin = await findLiveTwin(db, content);
  if (!twin || (await hasObject(originals, twin.original_key))) return;
  await deleteMedia(db, { ids: [twin.id], ownerId: twin.owner_id });
}

export async function hasObject(store: ObjectStore, key: string): Promise<boolean> {
  try {
    await store.head(key);
    return true;
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return false;
    throw error;
  }
}
