import type { Readable } from "node:stream";
import type { MultipartUpload, ObjectStore, UploadedPart } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import { type ContentType, detectType, headBytes } from "../content/detect-type.ts";
import { PartGatherer } from "../content/part-gatherer.ts";
import { type BodyEnd, readBody } from "../content/read-body.ts";
import type { HashThread } from "../hashing/hash-thread.ts";
import type { RunningHash } from "../hashing/running-hash.ts";
import { empty, requestAborted, tooLarge } from "../problems.ts";

export interface FormFileOptions {
  readonly originals: ObjectStore;
  readonly hashing: HashThread;
  readonly key: string;
  readonly fileName: string;
  readonly maxBytes: number;
  readonly partSizeBytes: number;
}

/**
 * One file of a form on its way into the store: hashed, counted, and looked at before anything of it is stored. A file that is
 * not wanted is read to its end all the same, as the next one of the same request comes after it.
 */
export class FormFile {
  sizeBytes = 0;
  /** Why the file is not wanted. */
  refusal: ProblemError | undefined;
  type: ContentType | undefined;
  readonly #options: FormFileOptions;
  readonly #hash: RunningHash;
  readonly #gatherer: PartGatherer;
  readonly #parts: Promise<UploadedPart>[] = [];
  #multipart: Promise<MultipartUpload> | undefined;

  constructor(options: FormFileOptions) {
    this.#options = options;
    this.#hash = options.hashing.begin();
    this.#gatherer = new PartGatherer({
      partSizeBytes: options.partSizeBytes,
      hash: this.#hash,
      store: (bytes) => this.#storePart(bytes),
    });
  }

  /** @returns the SHA-256 of all bytes. @throws what ends the whole request: too_large, the storage's errors, a lost connection */
  async receive(body: Readable): Promise<Buffer> {
    try {
      const end = await readBody(body, (chunk) => this.#take(chunk), this.#gatherer.failed);
      assertWhole(end, body);
      await this.#gatherer.settle();
      await this.#gatherer.hashRest();
      const sha256 = await this.#hash.digest();
      if (!this.type && !this.refusal) await this.#detect();
      if (!this.refusal) await this.#finish();
      this.#gatherer.release();
      return sha256;
    } catch (error) {
      await this.#abort();
      throw this.#gatherer.failed.aborted ? this.#gatherer.failed.reason : error;
    }
  }

  #take(chunk: Buffer): Promise<void> | undefined {
    const { fileName, maxBytes } = this.#options;
    this.sizeBytes += chunk.length;
    if (this.sizeBytes > maxBytes) throw tooLarge(fileName, maxBytes);
    const inHand = this.#gatherer.rest.length + chunk.length;
    if (this.type || this.refusal || inHand < Math.min(headBytes, this.#options.partSizeBytes)) return this.#gatherer.add(chunk);
    return this.#takeHead(chunk);
  }

  async #takeHead(chunk: Buffer): Promise<void> {
    await this.#detect(Buffer.concat([this.#gatherer.rest, chunk]));
    await this.#gatherer.add(chunk);
  }

  async #detect(head: Buffer = this.#gatherer.rest): Promise<void> {
    const { fileName } = this.#options;
    try {
      if (head.length === 0) throw empty(fileName);
      this.type = await detectType(head.subarray(0, headBytes), fileName);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.refusal = error;
    }
  }

  async #storePart(bytes: Buffer): Promise<void> {
    if (this.refusal) return;
    const { originals, key, fileName, partSizeBytes } = this.#options;
    this.#multipart ??= originals.createMultipart(key, { contentType: (this.type as ContentType).contentType, fileName, partSizeBytes });
    const partNumber = this.#parts.length + 1;
    const part = this.#multipart.then((multipart) => originals.putPart(multipart, partNumber, [bytes]));
    this.#parts.push(part);
    await part;
  }

  async #finish(): Promise<void> {
    const { originals, key, fileName } = this.#options;
    const { contentType } = this.type as ContentType;
    if (!this.#multipart) return void (await originals.put(key, this.#gatherer.rest, { contentType, fileName }));
    await this.#storePart(this.#gatherer.rest);
    await originals.completeMultipart(await this.#multipart, await Promise.all(this.#parts));
  }

  async #abort(): Promise<void> {
    const [multipart] = await Promise.allSettled([this.#multipart, ...this.#parts]);
    if (multipart?.status === "fulfilled" && multipart.value)
      await this.#options.originals.abortMultipart(multipart.value as MultipartUpload);
  }
}

function assertWhole(end: BodyEnd, body: Readable): void {
  if (end === "aborted") throw body.errored ?? requestAborted();
  if (end === "stopped") throw new Error("stopped");
}
