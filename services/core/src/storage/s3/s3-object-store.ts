import { addAbortSignal, Readable } from "node:stream";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadBucketCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  paginateListObjectsV2,
  type S3Client,
  type StorageClass,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { attachmentDisposition } from "../content-disposition.ts";
import { ObjectNotFoundError, RangeNotSatisfiableError, StorageUnavailableError } from "../errors.ts";
import { assertObjectKey } from "../object-key.ts";
import type {
  ByteRange,
  MultipartOptions,
  MultipartUpload,
  ObjectInfo,
  ObjectStore,
  PutOptions,
  StoredObject,
  UploadedPart,
} from "../object-store.ts";
import { watchBody } from "../watch-body.ts";
import { fileNameMetadata, readFileName } from "./file-name-metadata.ts";
import { asStorageError, isS3Error } from "./s3-errors.ts";
import { S3Multiparts } from "./s3-multiparts.ts";
import { asExistsError, type PutParams, putBytes, putStream } from "./s3-uploads.ts";

/** S3's limit for one DeleteObjects call. */
const deletesAtOnce = 1000;

export interface S3ObjectStoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** Of new objects; left out: the bucket's own. */
  readonly storageClass?: string;
}

/** Keeps objects in one S3 bucket. Errors while a body is read are the connection's own. */
export class S3ObjectStore implements ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #storageClass: StorageClass | undefined;
  readonly #multiparts: S3Multiparts;

  constructor({ client, bucket, storageClass }: S3ObjectStoreOptions) {
    this.#client = client;
    this.#bucket = bucket;
    this.#storageClass = storageClass as StorageClass | undefined;
    this.#multiparts = new S3Multiparts(client, bucket, this.#storageClass);
  }

  async put(key: string, body: Readable | Uint8Array, options: PutOptions): Promise<ObjectInfo> {
    const { contentType, cacheControl, fileName, ifAbsent, signal } = options;
    const watched = body instanceof Readable ? watchBody(body, signal) : undefined;
    const params: PutParams = {
      Bucket: this.#bucket,
      Key: key,
      ContentType: contentType,
      CacheControl: cacheControl,
      Metadata: fileNameMetadata(fileName),
      StorageClass: this.#storageClass,
      ...(ifAbsent ? { IfNoneMatch: "*" } : {}),
    };
    try {
      assertObjectKey(key);
      signal?.throwIfAborted();
      const put = body instanceof Readable ? putStream(this.#client, params, body) : putBytes(this.#client, params, body, signal);
      const { etag, sizeBytes } = await put;
      return { key, sizeBytes, etag: etag as string, contentType, cacheControl, fileName, lastModified: new Date() };
    } catch (error) {
      if (body instanceof Readable) body.destroy();
      if (watched?.failedWith(error)) throw error;
      throw asStorageError(await asExistsError(this.#client, params, error), this.#bucket);
    }
  }

  async get(key: string, range?: ByteRange, signal?: AbortSignal): Promise<StoredObject> {
    assertObjectKey(key);
    if (range && !(range.start >= 0 && range.start < range.end)) throw new RangeNotSatisfiableError(key, range);
    return this.#run(async () => {
      const command = new GetObjectCommand({
        Bucket: this.#bucket,
        Key: key,
        ...(range ? { Range: `bytes=${range.start}-${range.end - 1}` } : {}),
      });
      const output = await this.#findObject(key, () => this.#client.send(command, signal ? { abortSignal: signal } : {}), range);
      const object = toStoredObject(key, output, range);
      if (signal) addAbortSignal(signal, object.body);
      return object;
    });
  }

  async head(key: string): Promise<ObjectInfo> {
    assertObjectKey(key);
    return this.#run(async () => {
      const command = new HeadObjectCommand({ Bucket: this.#bucket, Key: key });
      const output = await this.#findObject(key, () => this.#client.send(command));
      return toInfo(key, output, output.ContentLength as number);
    });
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) assertObjectKey(key);
    await this.#run(async () => {
      for (let next = 0; next < keys.length; next += deletesAtOnce) {
        const Objects = keys.slice(next, next + deletesAtOnce).map((Key) => ({ Key }));
        const { Errors } = await this.#client.send(new DeleteObjectsCommand({ Bucket: this.#bucket, Delete: { Objects, Quiet: true } }));
        const failed = Errors?.find(({ Code }) => Code !== "NoSuchKey");
        if (failed)
          throw new StorageUnavailableError(`s3://${this.#bucket}`, `"${failed.Key}" was not deleted: ${failed.Code} ${failed.Message}`);
      }
    });
  }

  async *list(prefix: string): AsyncGenerator<{ key: string; sizeBytes: number; lastModified: Date }> {
    try {
      for await (const page of paginateListObjectsV2({ client: this.#client }, { Bucket: this.#bucket, Prefix: prefix })) {
        for (const { Key, Size, LastModified } of page.Contents ?? []) {
          yield { key: Key as string, sizeBytes: Size as number, lastModified: LastModified as Date };
        }
      }
    } catch (error) {
      throw asStorageError(error, this.#bucket);
    }
  }

  async createMultipart(key: string, options: MultipartOptions): Promise<MultipartUpload> {
    assertObjectKey(key);
    return this.#run(() => this.#multiparts.create(key, options));
  }

  async putPart(upload: MultipartUpload, partNumber: number, chunks: readonly Uint8Array[], signal?: AbortSignal): Promise<UploadedPart> {
    return this.#run(() => this.#multiparts.putPart(upload, partNumber, chunks, signal));
  }

  async listParts(upload: MultipartUpload): Promise<UploadedPart[]> {
    return this.#run(() => this.#multiparts.listParts(upload));
  }

  async completeMultipart(upload: MultipartUpload, parts: readonly UploadedPart[]): Promise<ObjectInfo> {
    await this.#run(() => this.#multiparts.complete(upload, parts));
    return this.head(upload.key);
  }

  async abortMultipart(upload: MultipartUpload): Promise<void> {
    await this.#run(() => this.#multiparts.abort(upload));
  }

  async *listMultiparts(): AsyncGenerator<{ key: string; uploadId: string; createdAt: Date }> {
    try {
      yield* this.#multiparts.list();
    } catch (error) {
      throw asStorageError(error, this.#bucket);
    }
  }

  /** Always as an attachment: what browsers would run is not to run under the store's name. */
  async presignGet(key: string, { expiresInSeconds, fileName }: { expiresInSeconds: number; fileName?: string }): Promise<string> {
    assertObjectKey(key);
    const ResponseContentDisposition = fileName === undefined ? "attachment" : attachmentDisposition(fileName);
    const command = new GetObjectCommand({ Bucket: this.#bucket, Key: key, ResponseContentDisposition });
    return this.#run(() => getSignedUrl(this.#client, command, { expiresIn: expiresInSeconds }));
  }

  async check(): Promise<void> {
    await this.#run(() => this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket })));
  }

  async #findObject<T>(key: string, find: () => Promise<T>, range?: ByteRange): Promise<T> {
    try {
      return await find();
    } catch (error) {
      if (isS3Error(error, "NoSuchKey", "NotFound")) throw new ObjectNotFoundError(key, { cause: error });
      if (range && isS3Error(error, "InvalidRange")) throw new RangeNotSatisfiableError(key, range, undefined, { cause: error });
      throw error;
    }
  }

  async #run<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw asStorageError(error, this.#bucket);
    }
  }
}

function toInfo(key: string, output: HeadObjectCommandOutput | GetObjectCommandOutput, sizeBytes: number): ObjectInfo {
  return {
    key,
    sizeBytes,
    etag: output.ETag as string,
    contentType: output.ContentType ?? "application/octet-stream",
    cacheControl: output.CacheControl,
    fileName: readFileName(output.Metadata),
    lastModified: output.LastModified as Date,
  };
}

function toStoredObject(key: string, output: GetObjectCommandOutput, range: ByteRange | undefined): StoredObject {
  const start = range?.start ?? 0;
  const end = start + (output.ContentLength as number);
  const sizeBytes = range ? Number(output.ContentRange?.split("/")[1]) : end;
  return { ...toInfo(key, output, sizeBytes), range: { start, end }, body: output.Body as Readable };
}
