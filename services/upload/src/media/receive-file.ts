import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { objectKeys } from "@mediashare/contract";
import { createReceiving, discardReceiving, type Knex, type ObjectStore, removeMedia, reserveBytes } from "@mediashare/core";
import type { Logger, ProblemError } from "@mediashare/kit";
import { v7 as newId } from "uuid";
import type { ContentType } from "../content/detect-type.ts";
import { planPartSize } from "../content/plan-part-size.ts";
import type { HashThread } from "../hashing/hash-thread.ts";
import type { Heartbeat } from "../heartbeat.ts";
import { FormFile } from "./form-file.ts";

export interface ReceiverDeps {
  readonly db: Knex;
  readonly originals: ObjectStore;
  readonly hashing: HashThread;
  readonly maxUploadSizeBytes: number;
  readonly partSizeBytes: number;
  /** Keeps `receiving` rows from being swept while their files come. */
  readonly heartbeat: Heartbeat;
  readonly logger: Logger;
}

export interface IncomingFile {
  readonly fileName: string;
  /** What the request has left for it, at most; undefined where the request does not say how long it is. */
  readonly mostBytes: number | undefined;
  readonly body: Readable;
}

/** The fingerprint of one file: what it is called and what is in it. */
export interface FileDigest {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: Buffer;
}

/** A file that is wholly and durably in the store, and not committed yet. */
export interface StoredFile extends FileDigest, ContentType {
  readonly mediaId: string;
  readonly originalKey: string;
  /** Ends its keeping alive. */
  readonly release: () => void;
}

export type FileOutcome = (StoredFile & { readonly problem?: undefined }) | (FileDigest & { readonly problem: ProblemError });

/**
 * Stores one file in a single pass. A file that is not accepted is an outcome, and the request goes on to its next one; what
 * ends the request (too large, storage or database away, connection lost) is thrown. Either way nothing stays behind.
 */
export async function receiveFile(deps: ReceiverDeps, ownerId: string, { fileName, body, mostBytes }: IncomingFile): Promise<FileOutcome> {
  const mediaId = newId();
  const originalKey = objectKeys.original(ownerId, mediaId);
  const reservedBytes = mostBytes && Math.min(mostBytes, deps.maxUploadSizeBytes);
  await createReceiving(deps.db, { mediaId, ownerId, fileName, originalKey, reservedBytes });
  const release = deps.heartbeat.keep(mediaId);
  const partSizeBytes = planPartSize(deps.maxUploadSizeBytes, deps.partSizeBytes);
  const { originals, hashing } = deps;
  const file = new FormFile({ originals, hashing, key: originalKey, fileName, maxBytes: deps.maxUploadSizeBytes, partSizeBytes });
  let sha256: Buffer;
  try {
    sha256 = await file.receive(body);
  } catch (error) {
    await discard(deps, { mediaId, originalKey, release });
    throw error;
  }
  const digest = { fileName, sizeBytes: file.sizeBytes, sha256 };
  // The files that follow need what this one did not; the request's own lines are not worth a statement.
  if (!file.refusal && reservedBytes !== undefined && reservedBytes - file.sizeBytes > framingBytes)
    await reserveBytes(deps.db, mediaId, file.sizeBytes);
  if (!file.refusal) return { ...digest, ...(file.type as ContentType), mediaId, originalKey, release };
  await discard(deps, { mediaId, originalKey, release });
  return { ...digest, problem: file.refusal };
}

/** More than the lines around a file in a form have, and less than any file that counts. */
const framingBytes = 4_096;

type Removable = Pick<StoredFile, "mediaId" | "originalKey" | "release">;

/** Removes a file unless it was committed. Its row is given up first, so that the sweep does what cannot be done now. */
export async function discard(deps: Pick<ReceiverDeps, "db" | "originals" | "logger">, file: Removable): Promise<void> {
  file.release();
  try {
    if (await discardReceiving(deps.db, file.mediaId)) await removeGivenUp(deps, file);
  } catch (error) {
    deps.logger.warn({ err: error, mediaId: file.mediaId }, "cannot remove a file that was not accepted; the sweeps will");
  }
}

/** Removes the object, then the row, of a file whose row says that it is given up. */
export async function removeGivenUp(
  { db, originals }: Pick<ReceiverDeps, "db" | "originals">,
  file: Omit<Removable, "release">,
): Promise<void> {
  await originals.delete([file.originalKey]);
  await removeMedia(db, file.mediaId);
}

/** Reads a file only to know its fingerprint. */
export async function digestFile({ fileName, body }: IncomingFile): Promise<FileDigest> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  body.on("data", (chunk: Buffer) => {
    hash.update(chunk);
    sizeBytes += chunk.length;
  });
  await finished(body, { writable: false });
  return { fileName, sizeBytes, sha256: hash.digest() };
}
