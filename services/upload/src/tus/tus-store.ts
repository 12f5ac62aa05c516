import { Readable } from "node:stream";
import { objectKeys } from "@mediashare/contract";
import { createUpload, declareUploadLength, rateLimits, readUpload, requirePermit, type Upload } from "@mediashare/core";
import { DataStore, ERRORS, Upload as TusUpload } from "@tus/server";
import { sanitizeFileName } from "../content/file-name.ts";
import { planPartSize } from "../content/plan-part-size.ts";
import { empty } from "../problems.ts";
import { continueUpload, finishedOutcome } from "./continue-upload.ts";
import { terminateUpload } from "./terminate-upload.ts";
import type { Outcome, Source, TusDeps } from "./tus-deps.ts";
import type { TusDoor } from "./tus-door.ts";

/** What a request brings, as the store sees it; the lock is there once @tus/server has taken it. */
export interface TusRequest extends Omit<Source, "lock"> {
  readonly door: TusDoor;
  lock: Source["lock"] | undefined;
}

/** The data store of one request: bytes in the object store, state in Postgres. */
export class TusStore extends DataStore {
  override readonly extensions = ["creation", "creation-with-upload", "creation-defer-length", "termination", "checksum", "expiration"];
  /** Set once the upload is known to be finished. */
  outcome: Outcome | undefined;
  readonly #deps: TusDeps;
  readonly #request: TusRequest;

  constructor(deps: TusDeps, request: TusRequest) {
    super();
    this.#deps = deps;
    this.#request = request;
  }

  override async create(file: TusUpload): Promise<TusUpload> {
    const { ownerId, linkId } = this.#request.door;
    // What visitors of a link send is not counted with the owner's own.
    await requirePermit(this.#deps.db, rateLimits.uploadBy, linkId ?? ownerId);
    await createUpload(this.#deps.db, {
      mediaId: file.id,
      ownerId,
      fileName: fileNameOf(file),
      originalKey: objectKeys.original(ownerId, file.id),
      lengthBytes: file.size ?? null,
      metadata: file.metadata ?? {},
      partSizeBytes: planPartSize(file.size ?? this.#deps.maxUploadSizeBytes, this.#deps.partSizeBytes),
      expiryMs: this.#deps.expiryMs,
      shareLinkId: linkId,
    });
    return file;
  }

  /** An upload that a crash left whole but not finished is finished here. */
  override async getUpload(id: string): Promise<TusUpload> {
    const upload = await this.#read(id);
    const { lock } = this.#request;
    this.outcome = finishedOutcome(upload);
    if (!this.outcome && lock && upload.offset_bytes === upload.length_bytes) {
      this.outcome = (
        await continueUpload(this.#deps, upload, { ...this.#request, checksum: undefined, body: Readable.from([]), lock })
      ).outcome;
    }
    return new TusUpload({
      id,
      offset: upload.offset_bytes,
      ...(upload.length_bytes === null ? {} : { size: upload.length_bytes }),
      metadata: upload.metadata,
      creation_date: new Date(upload.expires_at.getTime() - this.#deps.expiryMs).toISOString(),
    });
  }

  /** Takes the bytes from the request itself: what @tus/server would pass comes through two web streams and two transforms. */
  override async write(_stream: unknown, id: string): Promise<number> {
    const { lock } = this.#request;
    if (!lock) throw new Error(`The upload ${id} was to be written without its lock`);
    const { offsetBytes, outcome } = await continueUpload(this.#deps, await this.#read(id), { ...this.#request, lock });
    this.outcome = outcome;
    return offsetBytes;
  }

  override async declareUploadLength(id: string, lengthBytes: number): Promise<void> {
    if (lengthBytes === 0) {
      const upload = await this.#read(id);
      await terminateUpload(this.#deps, upload);
      throw empty(upload.file_name);
    }
    await declareUploadLength(this.#deps.db, id, lengthBytes);
  }

  override async remove(id: string): Promise<void> {
    await terminateUpload(this.#deps, await this.#read(id));
    this.#deps.metrics.ended("tus", "terminated");
  }

  override getExpiration(): number {
    return this.#deps.expiryMs;
  }

  async #read(id: string): Promise<Upload> {
    const upload = await readUpload(this.#deps.db, id);
    const { ownerId, linkId } = this.#request.door;
    if (upload?.owner_id !== ownerId || upload.share_link_id !== linkId) throw ERRORS.FILE_NOT_FOUND;
    return upload;
  }
}

/** Clients name it `filename` (tus-js-client's examples, Uppy) or `name` (Uppy before). */
export function fileNameOf(file: TusUpload): string {
  return sanitizeFileName(file.metadata?.filename ?? file.metadata?.name);
}
