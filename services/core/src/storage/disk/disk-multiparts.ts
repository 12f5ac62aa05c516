import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { InvalidPartError, MultipartNotFoundError } from "../errors.ts";
import type { MultipartOptions, MultipartUpload, ObjectInfo, UploadedPart } from "../object-store.ts";
import { planCompletion } from "../plan-completion.ts";
import { isErrno } from "./disk-errors.ts";
import { syncFolder } from "./folders.ts";
import { describeFooter } from "./object-footer.ts";
import { erasePart, maxPartNumber, readPart, readParts, writePart } from "./part-table.ts";
import type { TempFolder } from "./temp-folder.ts";
import { countBytes, writeChunks } from "./write-body.ts";
import { directFlags, writeDirect } from "./write-direct.ts";
import { appendFooter } from "./write-object.ts";

interface Meta {
  readonly key: string;
  readonly contentType: string;
  readonly fileName?: string;
  readonly createdAt: string;
}

/**
 * Uploads in progress: a folder each, with `meta.json`, `parts` (a part table) and `data`, one sparse file in which every
 * part lies at its final place, so that completing copies nothing.
 */
export class DiskMultiparts {
  readonly path: string;
  readonly #temp: TempFolder;

  constructor(path: string, temp: TempFolder) {
    this.path = path;
    this.#temp = temp;
  }

  async create(key: string, { contentType, fileName, partSizeBytes }: MultipartOptions): Promise<MultipartUpload> {
    const uploadId = randomUUID();
    const folder = this.#temp.newPath();
    const meta: Meta = { key, contentType, ...(fileName !== undefined && { fileName }), createdAt: new Date().toISOString() };
    await mkdir(folder);
    await writeNew(join(folder, "meta.json"), JSON.stringify(meta));
    await writeNew(join(folder, "parts"), "");
    await writeNew(join(folder, "data"), "");
    await syncFolder(folder);
    await rename(folder, join(this.path, uploadId));
    await syncFolder(this.path);
    return { key, uploadId, partSizeBytes };
  }

  /** A part is replaced in place: two writers of one part at once must be kept apart by the caller. */
  async putPart(upload: MultipartUpload, partNumber: number, chunks: readonly Uint8Array[], signal?: AbortSignal): Promise<UploadedPart> {
    const sizeBytes = countBytes(chunks);
    if (!(Number.isInteger(partNumber) && partNumber >= 1 && partNumber <= maxPartNumber)) {
      throw new InvalidPartError(upload, `there is no part number ${partNumber}`);
    }
    if (sizeBytes > upload.partSizeBytes) {
      throw new InvalidPartError(upload, `part ${partNumber} has ${sizeBytes} bytes where parts have ${upload.partSizeBytes}`);
    }
    signal?.throwIfAborted();
    return this.#withFile(upload, "parts", "r+", async (table) => {
      if (await readPart(table, partNumber)) await erasePart(table, partNumber);
      await this.#writePart(upload, chunks, (partNumber - 1) * upload.partSizeBytes);
      signal?.throwIfAborted();
      return writePart(table, partNumber, sizeBytes);
    });
  }

  async listParts(upload: MultipartUpload): Promise<UploadedPart[]> {
    await this.#readMeta(upload);
    return this.#withFile(upload, "parts", "r+", readParts);
  }

  /** Turns the data into an object's file, which is then to be moved to its place. Doing it twice changes nothing. */
  async seal(upload: MultipartUpload, parts: readonly UploadedPart[]): Promise<{ sealedPath: string; info: ObjectInfo }> {
    const meta = await this.#readMeta(upload);
    const inOrder = planCompletion(upload, parts);
    const stored = new Map((await this.#withFile(upload, "parts", "r+", readParts)).map((part) => [part.partNumber, part]));
    for (const { partNumber, etag, sizeBytes } of inOrder) {
      const part = stored.get(partNumber);
      if (part?.etag !== etag || part.sizeBytes !== sizeBytes)
        throw new InvalidPartError(upload, `part ${partNumber} is not the one stored last`);
    }
    const sizeBytes = inOrder.reduce((sum, part) => sum + part.sizeBytes, 0);
    const footer = { etag: combineEtags(upload, inOrder), ...describeFooter(meta), sizeBytes };
    const info = await this.#withFile(upload, "data", "r+", (data) => appendFooter(data, upload.key, footer));
    return { sealedPath: this.#fileOf(upload, "data"), info };
  }

  async abort(upload: MultipartUpload): Promise<void> {
    const doomed = this.#temp.newPath();
    try {
      await rename(this.#folderOf(upload), doomed);
    } catch (error) {
      if (isErrno(error, "ENOENT")) return;
      throw error;
    }
    await rm(doomed, { recursive: true, force: true });
  }

  async *list(): AsyncGenerator<{ key: string; uploadId: string; createdAt: Date }> {
    for (const uploadId of await readdirOrNone(this.path)) {
      const meta = await readMetaOrNone(join(this.path, uploadId));
      if (meta) yield { key: meta.key, uploadId, createdAt: new Date(meta.createdAt) };
    }
  }

  /** Durably; past the page cache as far as that can be. */
  async #writePart(upload: MultipartUpload, [first, ...others]: readonly Uint8Array[], position: number): Promise<void> {
    if (!first) return;
    const written = await this.#writeDirect(upload, first, position);
    if (written === first.byteLength && others.length === 0) return;
    await this.#withFile(upload, "data", "r+", async (data) => {
      await writeChunks(data, [first.subarray(written), ...others], position + written);
      await data.datasync();
    });
  }

  /** @returns how many of the first bytes were written: none where the file system or the memory is not fit for it */
  async #writeDirect(upload: MultipartUpload, bytes: Uint8Array, position: number): Promise<number> {
    if (directFlags === undefined) return 0;
    try {
      return await this.#withFile(upload, "data", directFlags, (data) => writeDirect(data, bytes, position));
    } catch (error) {
      if (isErrno(error, "EINVAL", "ENOTSUP")) return 0;
      throw error;
    }
  }

  async #readMeta(upload: MultipartUpload): Promise<Meta> {
    const meta = await readMetaOrNone(this.#folderOf(upload));
    if (meta?.key !== upload.key) throw new MultipartNotFoundError(upload);
    return meta;
  }

  async #withFile<T>(upload: MultipartUpload, name: "data" | "parts", flags: string | number, use: (handle: FileHandle) => Promise<T>) {
    const handle = await this.#openFile(upload, name, flags);
    try {
      return await use(handle);
    } finally {
      await handle.close();
    }
  }

  async #openFile(upload: MultipartUpload, name: "data" | "parts", flags: string | number): Promise<FileHandle> {
    try {
      return await open(this.#fileOf(upload, name), flags);
    } catch (error) {
      if (isErrno(error, "ENOENT")) throw new MultipartNotFoundError(upload, { cause: error });
      throw error;
    }
  }

  #fileOf(upload: MultipartUpload, name: string): string {
    return join(this.#folderOf(upload), name);
  }

  #folderOf(upload: MultipartUpload): string {
    if (!/^[0-9a-f-]{36}$/.test(upload.uploadId)) throw new MultipartNotFoundError(upload);
    return join(this.path, upload.uploadId);
  }
}

/** The same for every process that completes the same upload of the same parts. */
function combineEtags(upload: MultipartUpload, parts: readonly UploadedPart[]): string {
  const hash = createHash("sha256").update(upload.uploadId);
  for (const { etag } of parts) hash.update(etag);
  return `"${hash.digest("hex").slice(0, 32)}-${parts.length}"`;
}

async function writeNew(path: string, content: string): Promise<void> {
  const handle = await open(path, "wx");
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readMetaOrNone(folder: string): Promise<Meta | undefined> {
  return orNone(async () => JSON.parse(await readFile(join(folder, "meta.json"), "utf8")) as Meta);
}

async function readdirOrNone(path: string): Promise<string[]> {
  return (await orNone(() => readdir(path))) ?? [];
}

async function orNone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}
