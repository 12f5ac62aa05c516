import { getSafeFileId } from "@uppy/core/utils";
import type { SiteConfig } from "../api/media-api.ts";
import { formatBytes } from "../format.ts";
import { messages } from "../messages.ts";
import { createUppy, type FileMeta, type MediaUppy, runUpload, type TusBody, uppyIdOf } from "./create-uppy.ts";
import { decideAcceptance } from "./decide-acceptance.ts";
import { openJournal, type UploadJournal } from "./persist-uploads.ts";
import type { PickedFile } from "./picked-files.ts";
import type { StoredUpload } from "./resume-store.ts";
import type { SkippedFile, UploadSnapshot } from "./upload-item.ts";
import { UploadLedger } from "./upload-ledger.ts";
import { endpointOf, type UploadTarget } from "./upload-target.ts";

/** Uploads of this page: Uppy and tus do the work; what is shown is told by {@link UploadLedger}. */
export class UploadEngine {
  readonly #config: SiteConfig;
  readonly #target: UploadTarget;
  readonly #uppy: MediaUppy;
  readonly #journal: UploadJournal | undefined;
  readonly #ledger: UploadLedger;
  /** Files that the tus plugin holds: it starts, stops and queues them itself. */
  readonly #running = new Set<string>();

  private constructor(
    config: SiteConfig,
    target: UploadTarget,
    journal: UploadJournal | undefined,
    onChange: (snapshot: UploadSnapshot) => void,
  ) {
    this.#config = config;
    this.#target = target;
    this.#uppy = createUppy(target, endpointOf(target, config));
    this.#journal = journal;
    this.#ledger = new UploadLedger(this.#uppy, onChange);
    this.#uppy.on("upload-success", (file) => file && this.#journal?.remove(file.id));
    // What would be refused again is not tried again after a reload.
    this.#uppy.on("upload-error", (file) => file && !this.#ledger.item(file.id)?.retryable && this.#journal?.remove(file.id));
    this.#uppy.on("file-removed", (file) => this.#journal?.remove(file.id));
    window.addEventListener("online", () => this.#start(this.#ledger.idsFailedByNetwork()));
  }

  /** An engine that has taken up what a reload interrupted. */
  static async open(config: SiteConfig, target: UploadTarget, onChange: (snapshot: UploadSnapshot) => void): Promise<UploadEngine> {
    const journal = await openJournal(target);
    const engine = new UploadEngine(config, target, journal, onChange);
    await engine.#restore();
    return engine;
  }

  /** Starts uploading what can be uploaded; returns how many that are and what was left out. */
  add(picked: readonly PickedFile[]): { started: number; skipped: readonly SkippedFile[] } {
    const skipped: SkippedFile[] = [];
    const accepted = new Map<string, PickedFile>();
    const stored: StoredUpload[] = [];
    for (const item of picked) {
      const acceptance = decideAcceptance(item.file, this.#config);
      if (acceptance.verdict === "refuse")
        skipped.push({ name: item.relativePath ?? item.file.name, reason: this.#explain(acceptance.reason) });
      if (acceptance.verdict !== "accept") continue;
      const upload = describeUpload(item, acceptance.contentType, { addedAt: Date.now() + stored.length, target: this.#target });
      const known = this.#ledger.item(upload.id);
      if (accepted.has(upload.id) || (known && known.status !== "done" && known.status !== "failed" && known.status !== "needsFile"))
        continue;
      accepted.set(upload.id, item);
      stored.push(upload);
    }
    // A file that was chosen again starts anew in the list; its bytes continue where they stopped.
    this.#uppy.removeFiles(stored.map(({ id }) => id).filter((id) => this.#uppy.getFile(id)));
    this.#ledger.skip(skipped);
    this.#journal?.add(stored, accepted);
    this.#enlist(stored.flatMap((upload) => ({ upload, file: accepted.get(upload.id)?.file })));
    this.#start(stored.map(({ id }) => id));
    return { started: stored.length, skipped };
  }

  pause(id: string): void {
    if (!this.#running.has(id) || this.#uppy.getFile(id)?.isPaused) return;
    this.#uppy.pauseResume(id);
    this.#journal?.update(id, { paused: true, sentBytes: this.#ledger.sentBytes(id) });
  }

  resume(id: string): void {
    this.#journal?.update(id, { paused: false, sentBytes: this.#ledger.sentBytes(id) });
    if (!this.#running.has(id)) this.#start([id]);
    else if (this.#uppy.getFile(id)?.isPaused) this.#uppy.pauseResume(id);
  }

  retry(id: string): void {
    this.#start([id]);
  }

  /** Stops and forgets an upload, here and on the server; of a finished one only the line in the list goes. */
  cancel(ids: readonly string[]): void {
    this.#ledger.dropMissing(ids);
    for (const id of ids) this.#journal?.remove(id);
    this.#uppy.removeFiles(ids.filter((id) => this.#uppy.getFile(id)));
  }

  clearSkipped(): void {
    this.#ledger.clearSkipped();
  }

  async #restore(): Promise<void> {
    const uploads = await this.#journal?.load();
    if (!uploads) return;
    for (const { upload } of uploads) this.#journal?.adopt(upload);
    this.#ledger.miss(uploads.filter(({ file }) => !file).map(({ upload }) => upload));
    const whole = uploads.filter(({ file }) => file);
    this.#enlist(whole);
    for (const { upload } of whole.filter((one) => one.upload.paused)) {
      this.#uppy.setFileState(upload.id, { isPaused: true });
      this.#ledger.rememberSent(upload.id, upload.sentBytes);
    }
    this.#start(whole.filter(({ upload }) => !upload.paused).map(({ upload }) => upload.id));
  }

  #enlist(uploads: readonly { upload: StoredUpload; file: File | undefined }[]): void {
    this.#ledger.dropMissing(uploads.map(({ upload }) => upload.id));
    this.#uppy.addFiles(
      uploads.flatMap(({ upload, file }) =>
        file ? [{ name: upload.name, type: upload.contentType, data: file, meta: metaOf(upload, file) }] : [],
      ),
    );
  }

  #start(ids: readonly string[]): void {
    const startable = ids.filter((id) => this.#uppy.getFile(id) && !this.#running.has(id));
    if (startable.length === 0) return;
    this.#ledger.forgetFailures(startable);
    this.#uppy.patchFilesState(Object.fromEntries(startable.map((id) => [id, { error: null, isPaused: false }])));
    for (const id of startable) this.#running.add(id);
    const release = (file: { id: string } | undefined) => file && this.#running.delete(file.id);
    this.#uppy.on("upload-error", release);
    // What would be refused again is not tried again after a reload.
    this.#uppy.on("upload-error", (file) => file && !this.#ledger.item(file.id)?.retryable && this.#journal?.remove(file.id));
    this.#uppy.on("file-removed", release);
    runUpload(this.#uppy, startable)
      .catch((error: unknown) => console.error("The uploads stopped.", error))
      .finally(() => {
        for (const id of startable) this.#running.delete(id);
        this.#uppy.off("upload-error", release);
        this.#uppy.off("file-removed", release);
      });
  }

  #explain(reason: "unsupported" | "empty" | "tooLarge"): string {
    return reason === "tooLarge"
      ? messages.uploadErrors.tooLarge(formatBytes(this.#config.maxUploadSizeBytes))
      : messages.uploadErrors[reason];
  }
}

function describeUpload(
  { file, relativePath }: PickedFile,
  contentType: string,
  { addedAt, target }: { addedAt: number; target: UploadTarget },
): StoredUpload {
  const { scope } = target;
  const upload = { name: file.name, sizeBytes: file.size, sentBytes: 0, paused: false, contentType, relativePath, addedAt, scope };
  // The id that Uppy will give it, and that tus finds an interrupted upload by.
  const basis = { name: file.name, type: contentType, data: file, isRemote: false as const, meta: metaOf(upload, file) };
  return { ...upload, id: getSafeFileId<FileMeta, TusBody>(basis, uppyIdOf(target)) };
}

function metaOf(upload: Omit<StoredUpload, "id">, file: File): FileMeta {
  return {
    filename: upload.name,
    filetype: upload.contentType,
    lastmodified: new Date(file.lastModified).toISOString(),
    ...(upload.relativePath === undefined ? {} : { relativePath: upload.relativePath }),
  };
}
