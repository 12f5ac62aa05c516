import type { Readable } from "node:stream";

/** Half-open byte range: `start` inclusive, `end` exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ObjectInfo {
  readonly key: string;
  readonly sizeBytes: number;
  /** Strong validator, quoted, as in an HTTP ETag header. */
  readonly etag: string;
  readonly contentType: string;
  readonly cacheControl: string | undefined;
  /** What people called the file, where the writer said so. */
  readonly fileName: string | undefined;
  readonly lastModified: Date;
}

export interface StoredObject extends ObjectInfo {
  /** The bytes of `range`, or of the whole object. */
  readonly body: Readable;
  readonly range: ByteRange;
}

export interface PutOptions {
  readonly contentType: string;
  readonly cacheControl?: string;
  /** Kept with the object, so that it outlives the database: at most 255 bytes of UTF-8. */
  readonly fileName?: string;
  /** Fails with `ObjectExistsError` where the key is taken (If-None-Match: *). */
  readonly ifAbsent?: boolean;
  readonly signal?: AbortSignal;
}

export interface MultipartOptions {
  readonly contentType: string;
  /** As in `PutOptions`. */
  readonly fileName?: string;
  /** Size of every part but the last. S3 wants at least 5 MiB and at most 10,000 parts. */
  readonly partSizeBytes: number;
}

/** A multipart upload in progress; plain data, so that another process can continue it. */
export interface MultipartUpload {
  readonly key: string;
  readonly uploadId: string;
  readonly partSizeBytes: number;
}

export interface UploadedPart {
  /** From 1. */
  readonly partNumber: number;
  readonly sizeBytes: number;
  readonly etag: string;
}

/**
 * Where originals and renditions are kept. Every write is atomic (a reader sees the whole object or none)
 * and durable when its promise resolves. Errors: `ObjectNotFoundError`, `ObjectExistsError`,
 * `MultipartNotFoundError`, `RangeNotSatisfiableError`, `StorageFullError`, `StorageUnavailableError`.
 */
export interface ObjectStore {
  /** Stores a body of any length in bounded memory. A body that fails leaves nothing behind. */
  put(key: string, body: Readable | Uint8Array, options: PutOptions): Promise<ObjectInfo>;
  get(key: string, range?: ByteRange, signal?: AbortSignal): Promise<StoredObject>;
  head(key: string): Promise<ObjectInfo>;
  /** Keys that do not exist are no error. */
  delete(keys: readonly string[]): Promise<void>;
  /** In order of key. */
  list(prefix: string): AsyncIterable<{ key: string; sizeBytes: number; lastModified: Date }>;

  createMultipart(key: string, options: MultipartOptions): Promise<MultipartUpload>;
  /** `chunks` are the part's bytes in order; writing a part again replaces it. */
  putPart(upload: MultipartUpload, partNumber: number, chunks: readonly Uint8Array[], signal?: AbortSignal): Promise<UploadedPart>;
  listParts(upload: MultipartUpload): Promise<UploadedPart[]>;
  completeMultipart(upload: MultipartUpload, parts: readonly UploadedPart[]): Promise<ObjectInfo>;
  /** An upload that does not exist is no error. */
  abortMultipart(upload: MultipartUpload): Promise<void>;
  listMultiparts(): AsyncIterable<{ key: string; uploadId: string; createdAt: Date }>;

  /** A URL that reads the object without credentials until it expires; undefined where the store has no such thing. */
  presignGet(key: string, options: { expiresInSeconds: number; fileName?: string }): Promise<string | undefined>;
  /** Throws unless the store can be reached and used. */
  check(): Promise<void>;
}
