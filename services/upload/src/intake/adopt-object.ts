import { createHash } from "node:crypto";
import { parseInboxKey } from "@mediashare/contract";
import { commitOriginal, createReceiving, type Knex, type MediaRow, ObjectNotFoundError, type ObjectStore } from "@mediashare/core";
import { type Logger, ProblemError } from "@mediashare/kit";
import { v5 as nameId } from "uuid";
import { detectType, headBytes } from "../content/detect-type.ts";
import { sanitizeFileName } from "../content/file-name.ts";

export interface AdoptDeps {
  readonly db: Knex;
  readonly originals: ObjectStore;
  readonly logger: Logger;
}

/** Ids of adopted files come from their keys, so that the same event twice is the same media. */
const namespace = "6f1f2f7e-8a53-4d0c-9d3b-0f3c2f1f7a11";

/**
 * Makes a file that somebody put into the bucket by other means a media of the owner that its key names; it stays where it lies.
 * Other keys are not ours to adopt: what the upload fleet stored has a row already.
 */
export async function adoptObject({ db, originals, logger }: AdoptDeps, key: string): Promise<MediaRow | undefined> {
  const named = parseInboxKey(key);
  if (!named) return undefined;
  const mediaId = nameId(key, namespace);
  if (await db("media").where({ id: mediaId }).first("id")) return undefined;
  try {
    const content = await readContent(originals, key, named.fileName);
    const fileName = sanitizeFileName(named.fileName);
    // In one go: a row left in `receiving` would be swept, and the file with it.
    const { media, duplicate } = await db.transaction(async (trx) => {
      await createReceiving(trx, { mediaId, ownerId: named.ownerId, fileName, originalKey: key });
      return commitOriginal(trx, { mediaId, ...content, traceparent: undefined });
    });
    if (duplicate) await originals.delete([key]);
    return media;
  } catch (error) {
    if (!(error instanceof ProblemError || error instanceof ObjectNotFoundError)) throw error;
    logger.warn({ key, code: error.code, fault: error.message }, "a file in the inbox was not adopted; it stays where it is");
    return undefined;
  }
}

async function readContent(originals: ObjectStore, key: string, fileName: string) {
  const object = await originals.get(key);
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
