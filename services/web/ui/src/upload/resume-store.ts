/** An upload that is not finished, kept so that it goes on after a reload. */
export interface StoredUpload {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  readonly paused: boolean;
  readonly contentType: string;
  readonly relativePath: string | undefined;
  /** Decides the order in the list. */
  readonly addedAt: number;
  /** Of its {@link UploadTarget}. */
  readonly scope: string | undefined;
}

const databaseName = "mediashare-uploads";
/** A copy of a file costs as much disk as the file: larger ones have to be chosen again, and then continue. */
const largestFileBytes = 1024 ** 3;
const largestTotalBytes = 4 * 1024 ** 3;
/** How long a server keeps an unfinished upload, unless it is told otherwise; visitors may never come back to a link. */
const visitorsKeptMs = 7 * 86_400_000;

const done = <Result>(request: IDBRequest<Result>) =>
  new Promise<Result>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const committed = (transaction: IDBTransaction) =>
  new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

export class ResumeStore {
  readonly #database: IDBDatabase;
  #totalBytes = 0;

  private constructor(database: IDBDatabase) {
    this.#database = database;
  }

  static async open(): Promise<ResumeStore> {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("uploads", { keyPath: "id" });
      request.result.createObjectStore("files");
    };
    return new ResumeStore(await done(request));
  }

  /** All unfinished uploads to one place in their order, with their files as far as they were kept. */
  async load(scope: string | undefined): Promise<{ upload: StoredUpload; file: File | undefined }[]> {
    const transaction = this.#database.transaction(["uploads", "files"]);
    const [uploads, keys, files] = await Promise.all([
      done<StoredUpload[]>(transaction.objectStore("uploads").getAll()),
      done(transaction.objectStore("files").getAllKeys()),
      done<File[]>(transaction.objectStore("files").getAll()),
    ]);
    this.#totalBytes = files.reduce((sum, file) => sum + file.size, 0);
    const byId = new Map(keys.map((key, index) => [key, files[index]]));
    const isGivenUp = (upload: StoredUpload) => upload.scope !== undefined && Date.now() - upload.addedAt > visitorsKeptMs;
    for (const upload of uploads.filter(isGivenUp)) await this.remove(upload);
    return uploads
      .filter((upload) => upload.scope === scope && !isGivenUp(upload))
      .sort((a, b) => a.addedAt - b.addedAt)
      .map((upload) => ({ upload, file: byId.get(upload.id) }));
  }

  put(uploads: readonly StoredUpload[]): Promise<void> {
    const transaction = this.#database.transaction("uploads", "readwrite");
    for (const upload of uploads) transaction.objectStore("uploads").put(upload);
    return committed(transaction);
  }

  /** Nothing is kept any more. */
  async clear(): Promise<void> {
    const transaction = this.#database.transaction(["uploads", "files"], "readwrite");
    for (const store of ["uploads", "files"]) transaction.objectStore(store).clear();
    await committed(transaction);
  }

  /** Keeps the bytes of a file, if there is room for them. */
  async putFile(id: string, file: File): Promise<void> {
    if (file.size > largestFileBytes || this.#totalBytes + file.size > largestTotalBytes) return;
    this.#totalBytes += file.size;
    const transaction = this.#database.transaction("files", "readwrite");
    transaction.objectStore("files").put(file, id);
    await committed(transaction);
  }

  async remove(upload: { id: string; sizeBytes: number }): Promise<void> {
    const transaction = this.#database.transaction(["uploads", "files"], "readwrite");
    transaction.objectStore("uploads").delete(upload.id);
    const had = await done(transaction.objectStore("files").count(upload.id));
    if (had > 0) this.#totalBytes -= upload.sizeBytes;
    transaction.objectStore("files").delete(upload.id);
    await committed(transaction);
  }
}
