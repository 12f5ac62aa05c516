import type { Hash } from "node:crypto";
import { objectKeys } from "@mediashare/contract";
import { describeReceiving, type MultipartUpload, recordProgress, type Upload, type UploadedPart } from "@mediashare/core";
import { type ContentType, detectType, headBytes } from "../content/detect-type.ts";
import { PartGatherer } from "../content/part-gatherer.ts";
import type { RunningHash } from "../hashing/running-hash.ts";
import { beyondLength, tooLarge } from "../problems.ts";
import { startChecksum, verifyChecksum } from "./checksum.ts";
import type { Source, TusDeps } from "./tus-deps.ts";

/**
 * Writes one request's bytes behind those that an upload has. Whole parts go to the store and are recorded while the next is
 * gathered; what does not fill a part becomes the tail, which the next request begins with. Under a checksum nothing is
 * recorded until all of it has been verified.
 */
export class UploadWriter {
  readonly #deps: TusDeps;
  readonly #upload: Upload;
  readonly #source: Source;
  readonly #gatherer: PartGatherer;
  readonly #hash: RunningHash | undefined;
  readonly #hashBefore: RunningHash | undefined;
  readonly #checksum: Hash | undefined;
  #offsetBytes: number;
  #partCount: number;
  #multipart: Promise<MultipartUpload> | undefined;
  #isMultipartRecorded: boolean;
  /** Parts are recorded in their order, however they are stored. */
  #recording: Promise<void> = Promise.resolve();
  #unrecorded: UploadedPart[] = [];
  #type: ContentType | undefined;
  #staleTail: string | null;

  private constructor(deps: TusDeps, upload: Upload, source: Source) {
    this.#deps = deps;
    this.#upload = upload;
    this.#source = source;
    this.#hash = deps.hashes.take(upload.media_id, upload.offset_bytes);
    this.#hashBefore = source.checksum && this.#hash?.copy();
    this.#checksum = source.checksum && startChecksum(source.checksum);
    this.#gatherer = new PartGatherer({
      partSizeBytes: upload.part_size_bytes,
      expectedBytes: upload.length_bytes ?? undefined,
      hash: this.#hash,
      store: (bytes) => this.#storePart(bytes),
    });
    this.#offsetBytes = upload.offset_bytes;
    this.#partCount = (upload.offset_bytes - upload.tail_bytes) / upload.part_size_bytes;
    this.#multipart = upload.multipart_id === null ? undefined : Promise.resolve(this.#multipartOf(upload.multipart_id));
    this.#isMultipartRecorded = upload.multipart_id !== null;
    this.#staleTail = upload.tail_key;
    // Bytes that are all in hand are looked at again: what was noted may be of bytes that were never recorded.
    if (this.#partCount > 0 && upload.content_type !== null && upload.kind !== null) {
      this.#type = { contentType: upload.content_type, kind: upload.kind };
    }
  }

  static async open(deps: TusDeps, upload: Upload, source: Source): Promise<UploadWriter> {
    const writer = new UploadWriter(deps, upload, source);
    if (upload.tail_key === null) return writer;
    const { body } = await deps.originals.get(upload.tail_key);
    for await (const chunk of body as AsyncIterable<Buffer>) writer.#gatherer.addHashed(Buffer.from(chunk));
    return writer;
  }

  /** Aborted, with the error, when a part could not be stored. */
  get failed(): AbortSignal {
    return this.#gatherer.failed;
  }

  /** @returns what to wait for before the next chunk, if anything */
  take(chunk: Buffer): Promise<void> | undefined {
    this.#offsetBytes += chunk.length;
    this.#assertWithinLimits();
    this.#checksum?.update(chunk);
    if (this.#type || this.#gatherer.rest.length + chunk.length < this.#headBytes) return this.#gatherer.add(chunk);
    return this.#detect(Buffer.concat([this.#gatherer.rest, chunk])).then(() => this.#gatherer.add(chunk));
  }

  /**
   * Makes durable what has come. A checksum is verified before anything counts.
   * @throws ProblemError checksum_mismatch, unsupported_type
   */
  async close(): Promise<WrittenUpload> {
    await this.#gatherer.settle();
    if (this.#checksum && this.#source.checksum) verifyChecksum(this.#source.checksum, this.#checksum);
    await this.#gatherer.hashRest();
    const isWhole = this.#offsetBytes === this.#upload.length_bytes;
    if (isWhole) await this.#storeRest();
    else if (this.#offsetBytes > this.#upload.offset_bytes) await this.#storeTail();
    this.#gatherer.release();
    this.#deps.metrics.received("tus", this.#offsetBytes - this.#upload.offset_bytes);
    if (!isWhole) this.#deps.hashes.keep(this.#upload.media_id, this.#offsetBytes, this.#hash);
    return {
      offsetBytes: this.#offsetBytes,
      whole: isWhole
        ? { multipart: await this.#multipart, type: this.#type as ContentType, sha256: await this.#hash?.digest() }
        : undefined,
    };
  }

  /** Gives up what has not been recorded. */
  async cancel(): Promise<void> {
    await this.#gatherer.settle().catch(() => undefined);
    const multipart = this.#isMultipartRecorded ? undefined : await this.#multipart?.catch(() => undefined);
    if (multipart) await this.#deps.originals.abortMultipart(multipart);
    if (this.#checksum) this.#deps.hashes.keep(this.#upload.media_id, this.#upload.offset_bytes, this.#hashBefore);
  }

  #assertWithinLimits(): void {
    const { length_bytes: length, file_name: fileName } = this.#upload;
    if (length !== null && this.#offsetBytes > length) throw beyondLength(fileName, length);
    if (this.#offsetBytes > this.#deps.maxUploadSizeBytes) throw tooLarge(fileName, this.#deps.maxUploadSizeBytes);
  }

  /** All of the head is in hand before the first part is stored, also where parts are smaller. */
  get #headBytes(): number {
    return Math.min(headBytes, this.#upload.part_size_bytes);
  }

  async #detect(head: Buffer): Promise<void> {
    this.#type = await detectType(head.subarray(0, headBytes), this.#upload.file_name);
    await describeReceiving(this.#deps.db, this.#upload.media_id, this.#type);
  }

  async #storePart(bytes: Buffer): Promise<void> {
    this.#partCount += 1;
    const partNumber = this.#partCount;
    this.#multipart ??= this.#deps.originals.createMultipart(this.#originalKey, {
      contentType: (this.#type as ContentType).contentType,
      fileName: this.#upload.file_name,
      partSizeBytes: this.#upload.part_size_bytes,
    });
    const storing = this.#multipart.then((multipart) => this.#deps.originals.putPart(multipart, partNumber, [bytes]));
    this.#recording = Promise.all([storing, this.#recording]).then(async ([part]) => {
      this.#unrecorded.push(part);
      if (!this.#checksum) await this.#record(Math.min(partNumber * this.#upload.part_size_bytes, this.#offsetBytes), null);
    });
    await this.#recording;
  }

  async #storeRest(): Promise<void> {
    const { rest } = this.#gatherer;
    if (!this.#type) await this.#detect(rest);
    if (this.#multipart) return this.#storeLastPart();
    const { contentType } = this.#type as ContentType;
    await this.#deps.originals.put(this.#originalKey, rest, { contentType, fileName: this.#upload.file_name });
    await this.#record(this.#offsetBytes, null);
  }

  async #storeLastPart(): Promise<void> {
    await this.#gatherer.flush();
    await this.#gatherer.settle();
    if (this.#checksum) await this.#record(this.#offsetBytes, null);
  }

  async #storeTail(): Promise<void> {
    const { rest } = this.#gatherer;
    if (rest.length === this.#upload.part_size_bytes) return this.#storeLastPart();
    const key = objectKeys.uploadTail(this.#upload.media_id, this.#offsetBytes);
    await this.#deps.originals.put(key, rest, { contentType: "application/octet-stream" });
    await this.#record(this.#offsetBytes, { key, sizeBytes: rest.length });
  }

  async #record(offsetBytes: number, tail: { key: string; sizeBytes: number } | null): Promise<void> {
    const parts = this.#unrecorded;
    this.#unrecorded = [];
    const multipartId = (await this.#multipart)?.uploadId ?? null;
    await recordProgress(this.#deps.db, this.#source.lock, { offsetBytes, multipartId, parts, tail });
    this.#isMultipartRecorded = true;
    const stale = this.#staleTail;
    this.#staleTail = null;
    if (stale !== null && stale !== tail?.key) await this.#deps.originals.delete([stale]);
  }

  get #originalKey(): string {
    return objectKeys.original(this.#upload.owner_id, this.#upload.media_id);
  }

  #multipartOf(uploadId: string): MultipartUpload {
    return { key: this.#originalKey, uploadId, partSizeBytes: this.#upload.part_size_bytes };
  }
}

export interface WrittenUpload {
  /** Durable now. */
  readonly offsetBytes: number;
  /** When all bytes are there: what is left to complete, and their SHA-256 if this process knows it. */
  readonly whole:
    | { readonly multipart: MultipartUpload | undefined; readonly type: ContentType; readonly sha256: Buffer | undefined }
    | undefined;
}
