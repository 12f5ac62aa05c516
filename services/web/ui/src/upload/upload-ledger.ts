import type { MediaUppy } from "./create-uppy.ts";
import { describeFailure, describeSuccess, type UploadFailure, type UploadSuccess } from "./describe-outcome.ts";
import type { StoredUpload } from "./resume-store.ts";
import { Speedometer } from "./speedometer.ts";
import { buildSnapshot, type SkippedFile, type UploadItem, type UploadSnapshot, type UploadStatus } from "./upload-item.ts";

type UppyFile = ReturnType<MediaUppy["getFile"]>;

/** Uppy tells of every few kilobytes; eyes and React are content with five times a second. */
const snapshotEveryMs = 200;
/** While something is being sent the speed is shown anew, also when nothing arrives. */
const idleEveryMs = 1_000;

/** What became of every upload, as a list that is told anew whenever it changed. */
export class UploadLedger {
  readonly #uppy: MediaUppy;
  readonly #onChange: (snapshot: UploadSnapshot) => void;
  readonly #failures = new Map<string, UploadFailure>();
  readonly #successes = new Map<string, UploadSuccess>();
  readonly #missing = new Map<string, StoredUpload>();
  readonly #sentBefore = new Map<string, number>();
  readonly #speed = new Speedometer();
  #skipped: SkippedFile[] = [];
  #known = new Map<string, { file: UppyFile; item: UploadItem }>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(uppy: MediaUppy, onChange: (snapshot: UploadSnapshot) => void) {
    this.#uppy = uppy;
    this.#onChange = onChange;
    uppy.on("state-update", () => this.#schedule(snapshotEveryMs));
    uppy.on("upload-error", (file, error, response) => {
      if (!file) return;
      const body = response?.body?.xhr.responseText ?? "";
      this.#failures.set(file.id, describeFailure({ error, status: response?.status ?? 0, body }));
    });
    uppy.on("upload-success", (file, response) => {
      if (!file) return;
      const header = response.body?.xhr.getResponseHeader("Mediashare-Media-Id") ?? null;
      this.#successes.set(file.id, describeSuccess(response.uploadURL, header));
    });
    uppy.on("file-removed", (file) => {
      for (const map of [this.#failures, this.#successes, this.#sentBefore]) map.delete(file.id);
      this.#speed.forget(file.id);
    });
  }

  item(id: string): UploadItem | undefined {
    const missing = this.#missing.get(id);
    if (missing) return missingItem(missing);
    const file = this.#uppy.getFile(id);
    return file && this.#describe(file, performance.now());
  }

  sentBytes(id: string): number {
    return this.item(id)?.sentBytes ?? 0;
  }

  idsFailedByNetwork(): string[] {
    return [...this.#failures].filter(([, failure]) => failure.network).map(([id]) => id);
  }

  forgetFailures(ids: readonly string[]): void {
    for (const id of ids) this.#failures.delete(id);
  }

  /** Uploads from before a reload whose file the browser did not keep. */
  miss(uploads: readonly StoredUpload[]): void {
    for (const upload of uploads) this.#missing.set(upload.id, upload);
    this.#schedule(0);
  }

  dropMissing(ids: readonly string[]): void {
    for (const id of ids) this.#missing.delete(id);
    this.#schedule(snapshotEveryMs);
  }

  rememberSent(id: string, sentBytes: number): void {
    this.#sentBefore.set(id, sentBytes);
  }

  skip(files: readonly SkippedFile[]): void {
    this.#skipped = [...this.#skipped, ...files];
    this.#schedule(0);
  }

  clearSkipped(): void {
    this.#skipped = [];
    this.#schedule(0);
  }

  #schedule(delayMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const items = this.#items();
      this.#onChange(buildSnapshot(items, this.#skipped));
      if (items.some((item) => item.status === "uploading")) this.#schedule(idleEveryMs);
    }, delayMs);
  }

  /** An upload that has not changed keeps its object, so that its row is not rendered again. */
  #items(): UploadItem[] {
    const now = performance.now();
    const next = new Map<string, { file: UppyFile; item: UploadItem }>();
    for (const file of this.#uppy.getFiles()) {
      const known = this.#known.get(file.id);
      const reusable = known?.file === file && known.item.status !== "uploading";
      next.set(file.id, reusable ? known : { file, item: this.#describe(file, now) });
    }
    this.#known = next;
    return [...[...this.#missing.values()].map(missingItem), ...[...next.values()].map(({ item }) => item)];
  }

  #describe(file: UppyFile, now: number): UploadItem {
    const failure = this.#failures.get(file.id);
    const success = this.#successes.get(file.id);
    const status = statusOf(file, failure);
    const sizeBytes = file.size ?? 0;
    const sentBytes = status === "done" ? sizeBytes : file.progress.bytesUploaded || (this.#sentBefore.get(file.id) ?? 0);
    return {
      id: file.id,
      name: file.meta.relativePath ?? file.name,
      sizeBytes,
      sentBytes,
      status,
      bytesPerSecond: status === "uploading" ? this.#speed.read(file.id, sentBytes, now) : 0,
      message: failure?.message,
      retryable: failure?.retryable ?? false,
      mediaId: success?.mediaId,
      duplicate: success?.duplicate ?? false,
      file: file.data instanceof Blob ? file.data : undefined,
    };
  }
}

function statusOf(file: UppyFile, failure: UploadFailure | undefined): UploadStatus {
  if (failure) return "failed";
  if (file.progress.uploadComplete) return "done";
  if (file.isPaused) return "paused";
  return file.progress.bytesUploaded ? "uploading" : "waiting";
}

function missingItem(upload: StoredUpload): UploadItem {
  const { id, sizeBytes, sentBytes } = upload;
  const rest = { bytesPerSecond: 0, message: undefined, retryable: false, mediaId: undefined, duplicate: false, file: undefined };
  return { id, name: upload.relativePath ?? upload.name, sizeBytes, sentBytes, status: "needsFile", ...rest };
}
