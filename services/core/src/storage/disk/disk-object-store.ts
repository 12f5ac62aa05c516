import { access, constants, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { MultipartNotFoundError, ObjectExistsError } from "../errors.ts";
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
import { asStorageError, isErrno } from "./disk-errors.ts";
import { DiskMultiparts } from "./disk-multiparts.ts";
import { Folders, syncFolder } from "./folders.ts";
import { keyToPath } from "./key-path.ts";
import { type ListedObject, listObjects } from "./list-objects.ts";
import { readInfo, readObject } from "./read-object.ts";
import { TempFolder } from "./temp-folder.ts";
import { claim, exists, writeObject } from "./write-object.ts";

const deletesAtOnce = 32;
/** A folder can be pruned between being made and being used, by another process too; losing that race often means trouble. */
const publishAttempts = 10;

/** Keeps objects in a folder; any number of processes may share it. */
export class DiskObjectStore implements ObjectStore {
  readonly #root: string;
  readonly #objects: string;
  readonly #folders: Folders;
  readonly #temp: TempFolder;
  readonly #multiparts: DiskMultiparts;
  #opening: Promise<void> | undefined;

  constructor(root: string) {
    this.#root = root;
    this.#objects = join(root, "objects");
    this.#folders = new Folders(this.#objects);
    this.#temp = new TempFolder(join(root, "tmp"));
    this.#multiparts = new DiskMultiparts(join(root, "multipart"), this.#temp);
  }

  async put(key: string, body: Readable | Uint8Array, options: PutOptions): Promise<ObjectInfo> {
    const watched = body instanceof Readable ? watchBody(body, options.signal) : undefined;
    try {
      return await this.#put(key, body, options);
    } catch (error) {
      if (body instanceof Readable) body.destroy();
      throw watched?.failedWith(error) ? error : asStorageError(error, this.#root);
    }
  }

  async get(key: string, range?: ByteRange, signal?: AbortSignal): Promise<StoredObject> {
    return this.#run(() => readObject(this.#pathOf(key), key, range, signal));
  }

  async head(key: string): Promise<ObjectInfo> {
    return this.#run(() => readInfo(this.#pathOf(key), key));
  }

  async delete(keys: readonly string[]): Promise<void> {
    await this.#run(async () => {
      const paths = keys.map((key) => this.#pathOf(key));
      for (let next = 0; next < paths.length; next += deletesAtOnce) {
        await Promise.all(paths.slice(next, next + deletesAtOnce).map((path) => rm(path, { force: true })));
      }
      for (const folder of new Set(paths.map((path) => dirname(path)))) await this.#folders.prune(folder);
    });
  }

  async *list(prefix: string): AsyncGenerator<ListedObject> {
    try {
      yield* listObjects(this.#objects, prefix);
    } catch (error) {
      throw asStorageError(error, this.#root);
    }
  }

  async createMultipart(key: string, options: MultipartOptions): Promise<MultipartUpload> {
    this.#pathOf(key);
    return this.#run(() => this.#multiparts.create(key, options));
  }

  async putPart(upload: MultipartUpload, partNumber: number, chunks: readonly Uint8Array[], signal?: AbortSignal): Promise<UploadedPart> {
    return this.#run(() => this.#multiparts.putPart(upload, partNumber, chunks, signal));
  }

  async listParts(upload: MultipartUpload): Promise<UploadedPart[]> {
    return this.#run(() => this.#multiparts.listParts(upload));
  }

  async completeMultipart(upload: MultipartUpload, parts: readonly UploadedPart[]): Promise<ObjectInfo> {
    return this.#run(async () => {
      const path = this.#pathOf(upload.key);
      const { sealedPath, info } = await this.#multiparts.seal(upload, parts);
      try {
        await this.#publish(path, () => rename(sealedPath, path));
      } catch (error) {
        if (isErrno(error, "ENOENT")) throw new MultipartNotFoundError(upload, { cause: error });
        throw error;
      }
      await this.#multiparts.abort(upload);
      return info;
    });
  }

  async abortMultipart(upload: MultipartUpload): Promise<void> {
    await this.#run(() => this.#multiparts.abort(upload));
  }

  async *listMultiparts(): AsyncGenerator<{ key: string; uploadId: string; createdAt: Date }> {
    try {
      yield* this.#multiparts.list();
    } catch (error) {
      throw asStorageError(error, this.#root);
    }
  }

  async presignGet(): Promise<undefined> {
    return undefined;
  }

  async check(): Promise<void> {
    await this.#run(async () => {
      await access(this.#objects, constants.R_OK | constants.W_OK | constants.X_OK);
      await this.#temp.sweep(Date.now());
    });
  }

  async #put(key: string, body: Readable | Uint8Array, options: PutOptions): Promise<ObjectInfo> {
    const path = this.#pathOf(key);
    options.signal?.throwIfAborted();
    await this.#open();
    if (options.ifAbsent && (await exists(path))) throw new ObjectExistsError(key);
    const tempPath = this.#temp.newPath();
    try {
      const info = await writeObject(tempPath, key, body, options);
      options.signal?.throwIfAborted();
      await this.#publish(path, () => (options.ifAbsent ? claim(tempPath, path, key) : rename(tempPath, path)));
      return info;
    } catch (error) {
      await rm(tempPath, { force: true });
      throw error;
    }
  }

  /** Gives the finished file its name, durably. */
  async #publish(path: string, move: () => Promise<void>): Promise<void> {
    const folder = dirname(path);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#folders.ensure(folder);
        await move();
        break;
      } catch (error) {
        // Making a folder whose parent is being pruned fails in any of these ways.
        if (!isErrno(error, "ENOENT", "ENOTDIR", "EEXIST") || attempt === publishAttempts) throw error;
        this.#folders.forget(folder);
      }
    }
    await this.#folders.sync(folder);
  }

  #pathOf(key: string): string {
    return keyToPath(this.#objects, key);
  }

  /** Runs it on an open store, with failures of the file system as domain errors. */
  async #run<T>(action: () => Promise<T>): Promise<T> {
    try {
      await this.#open();
      return await action();
    } catch (error) {
      throw asStorageError(error, this.#root);
    }
  }

  async #open(): Promise<void> {
    this.#opening ??= this.#makeFolders();
    try {
      await this.#opening;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  async #makeFolders(): Promise<void> {
    for (const folder of [this.#objects, this.#temp.path, this.#multiparts.path]) await mkdir(folder, { recursive: true });
    await syncFolder(this.#root);
    await this.#temp.sweep(Date.now());
  }
}
