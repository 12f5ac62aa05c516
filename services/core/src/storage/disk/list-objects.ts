import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isErrno } from "./disk-errors.ts";
import { folderName, parseName } from "./key-path.ts";
import { footerBytes } from "./object-footer.ts";

export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly lastModified: Date;
}

interface Entry {
  readonly path: string;
  /** The object's key, or the prefix of the folder's objects, which ends in a slash. */
  readonly key: string;
  readonly isFolder: boolean;
}

const statsAtOnce = 32;

/** Objects whose key starts with `prefix`, in order of the keys' bytes. */
export async function* listObjects(root: string, prefix: string): AsyncGenerator<ListedObject> {
  const folders = prefix.split("/").slice(0, -1);
  if (folders.includes("")) return;
  yield* walk(join(root, ...folders.map(folderName)), folders.map((folder) => `${folder}/`).join(""), prefix);
}

async function* walk(folder: string, folderKey: string, prefix: string): AsyncGenerator<ListedObject> {
  const entries = (await readFolder(folder, folderKey)).filter(({ key }) => key.startsWith(prefix));
  for (let next = 0; next < entries.length; ) {
    const entry = entries[next] as Entry;
    if (entry.isFolder) {
      yield* walk(entry.path, entry.key, prefix);
      next += 1;
      continue;
    }
    const untilFolder = entries.findIndex((other, index) => index > next && other.isFolder);
    const files = entries.slice(next, Math.min(next + statsAtOnce, untilFolder === -1 ? entries.length : untilFolder));
    for (const listed of await Promise.all(files.map(describe))) if (listed) yield listed;
    next += files.length;
  }
}

async function readFolder(folder: string, folderKey: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const entry of await readExisting(folder)) {
    const parsed = parseName(entry.name);
    if (!parsed || parsed.isFolder !== entry.isDirectory()) continue;
    const key = folderKey + parsed.segment + (parsed.isFolder ? "/" : "");
    entries.push({ path: join(folder, entry.name), key, isFolder: parsed.isFolder });
  }
  return entries
    .map((entry) => ({ entry, order: Buffer.from(entry.key).toString("latin1") }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ entry }) => entry);
}

async function readExisting(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isErrno(error, "ENOENT")) return [];
    throw error;
  }
}

async function describe({ path, key }: Entry): Promise<ListedObject | undefined> {
  try {
    const { size, mtime } = await stat(path);
    return { key, sizeBytes: size - footerBytes, lastModified: mtime };
  } catch (error) {
    if (isErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}
