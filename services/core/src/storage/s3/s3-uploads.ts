import type { Readable } from "node:stream";
import { HeadObjectCommand, PutObjectCommand, type PutObjectCommandInput, type S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { ObjectExistsError, StorageUnavailableError } from "../errors.ts";
import { isS3Error } from "./s3-errors.ts";

/** With 10,000 parts: objects of up to 78 GiB. */
const partSizeBytes = 8 * 1024 * 1024;
/** Parts in flight. A put holds at most one more, which is being gathered. */
const queueSize = 3;

export type PutParams = Omit<PutObjectCommandInput, "Body"> & { Bucket: string; Key: string };

interface PutResult {
  readonly etag: string | undefined;
  readonly sizeBytes: number;
}

export async function putBytes(client: S3Client, params: PutParams, body: Uint8Array, abortSignal?: AbortSignal): Promise<PutResult> {
  const { ETag } = await client.send(new PutObjectCommand({ ...params, Body: body }), abortSignal ? { abortSignal } : {});
  return { etag: ETag, sizeBytes: body.byteLength };
}

/**
 * One PutObject where the body fits a part, else a multipart upload, aborted when it fails. The caller ends a stalled body
 * by destroying it: `Upload`'s own abort leaves the multipart behind until the body's next chunk.
 */
export async function putStream(client: S3Client, params: PutParams, body: Readable): Promise<PutResult> {
  const upload = new Upload({ client, params: { ...params, Body: body }, partSize: partSizeBytes, queueSize });
  let sizeBytes = 0;
  upload.on("httpUploadProgress", ({ loaded }) => {
    sizeBytes = Math.max(sizeBytes, loaded ?? 0);
  });
  const { ETag } = await upload.done();
  return { etag: ETag, sizeBytes };
}

/** What a refused If-None-Match means. S3 answers 409 when writes meet: then the key says who has won. */
export async function asExistsError(client: S3Client, { Bucket, Key }: PutParams, error: unknown): Promise<unknown> {
  if (isS3Error(error, "PreconditionFailed")) return new ObjectExistsError(Key, { cause: error });
  if (!isS3Error(error, "ConditionalRequestConflict")) return error;
  try {
    await client.send(new HeadObjectCommand({ Bucket, Key }));
    return new ObjectExistsError(Key, { cause: error });
  } catch (headError) {
    if (!isS3Error(headError, "NotFound")) return headError;
    return new StorageUnavailableError(`s3://${Bucket}`, `"${Key}" was being written or deleted by somebody else`, { cause: error });
  }
}
