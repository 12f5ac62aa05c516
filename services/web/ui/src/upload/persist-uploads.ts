import type { PickedFile } from "./picked-files.ts";
import { ResumeStore, type StoredUpload } from "./resume-store.ts";
import type { UploadTarget } from "./upload-target.ts";

/** A tab that was reloaded gives the lock up within this time; another tab keeps it. */
const lockTimeoutMs = 1_500;
const lockName = "mediashare-uploads";

/** Writes down what is being uploaded, behind the uploads' back: a failure here costs the resuming, not the upload. */
export class UploadJournal {
  readonly #store: ResumeStore;
  readonly #scope: string | undefined;
  readonly #wanted = new Map<string, StoredUpload>();
  #queue: Promise<void> = Promise.resolve();

  constructor(store: ResumeStore, scope: string | undefined) {
    this.#store = store;
    this.#scope = scope;
  }

  load() {
    return this.#store.load(this.#scope);
  }

  /** Known from before a reload: nothing needs to be written. */
  adopt(upload: StoredUpload): void {
    this.#wanted.set(upload.id, upload);
  }

  add(uploads: readonly StoredUpload[], files: ReadonlyMap<string, PickedFile>): void {
    for (const upload of uploads) this.#wanted.set(upload.id, upload);
    this.#run(() => this.#store.put(uploads));
    for (const { id } of uploads) {
      const picked = files.get(id);
      // By its turn, a small file is often uploaded already.
      if (picked) this.#run(async () => (this.#wanted.has(id) ? this.#store.putFile(id, picked.file) : undefined));
    }
  }

  update(id: string, change: Pick<StoredUpload, "paused" | "sentBytes">): void {
    const known = this.#wanted.get(id);
    if (!known) return;
    const upload = { ...known, ...change };
    this.#wanted.set(id, upload);
    this.#run(async () => (this.#wanted.has(id) ? this.#store.put([upload]) : undefined));
  }

  remove(id: string): void {
    const known = this.#wanted.get(id);
    if (!known) return;
    this.#wanted.delete(id);
    this.#run(() => this.#store.remove(known));
  }

  #run(step: () => Promise<void>): void {
    this.#queue = this.#queue.then(step).catch((error: unknown) => console.warn("This upload will not survive a reload.", error));
  }
}

/** The journal, for the one tab that may have it: two tabs must not continue the same upload. */
export async function openJournal({ scope }: UploadTarget): Promise<UploadJournal | undefined> {
  try {
    if (!(await holdLock(scope === undefined ? lockName : `${lockName}-${scope}`))) return undefined;
    return new UploadJournal(await ResumeStore.open(), scope);
  } catch (error) {
    console.warn("Uploads will not survive a reload: the browser gives no storage.", error);
    return undefined;
  }
}

function holdLock(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks
      .request(name, { signal: AbortSignal.timeout(lockTimeoutMs) }, () => {
        resolve(true);
        return new Promise<void>(() => {});
      })
      .catch(() => resolve(false));
  });
}

/** Where tus-js-client keeps the addresses of what it has begun to upload. */
const tusKeys = /^tus::/;

/** Nothing of what this browser uploaded is found by whoever signs in next. */
export async function forgetUploads(): Promise<void> {
  try {
    await (await ResumeStore.open()).clear();
    for (const key of Object.keys(localStorage)) if (tusKeys.test(key)) localStorage.removeItem(key);
  } catch (error) {
    console.info("Uploads cannot be forgotten: storage is blocked, so none were kept.", error);
  }
}
