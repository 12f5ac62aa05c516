import { randomBytes } from "node:crypto";
import { access, type FileHandle, link, open, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { ObjectExistsError } from "../errors.ts";
import type { ObjectInfo, PutOptions } from "../object-store.ts";
import { isErrno } from "./disk-errors.ts";
import { describeFooter, footerBytes, type ObjectFooter, renderFooter, toInfo } from "./object-footer.ts";
import { writeBody, writeChunks } from "./write-body.ts";

/** Writes a whole object to a new file, durably, under a name that nobody looks at yet. */
export async function writeObject(path: string, key: string, body: Readable | Uint8Array, options: PutOptions): Promise<ObjectInfo> {
  const metadata = { etag: newEtag(), ...describeFooter(options) };
  const handle = await open(path, "wx");
  try {
    if (body instanceof Readable) return await appendFooter(handle, key, { ...metadata, sizeBytes: await writeBody(handle, body) });
    const footer = { ...metadata, sizeBytes: body.byteLength };
    await writeChunks(handle, [body, renderFooter(footer)], 0);
    return await finish(handle, key, footer);
  } finally {
    await handle.close();
  }
}

/** Makes an object of a file that holds its bytes; what lies behind them is cut off. */
export async function appendFooter(handle: FileHandle, key: string, footer: ObjectFooter): Promise<ObjectInfo> {
  await writeChunks(handle, [renderFooter(footer)], footer.sizeBytes);
  await handle.truncate(footer.sizeBytes + footerBytes);
  return finish(handle, key, footer);
}

/** Moves the file to a name that is free, or throws `ObjectExistsError`; of several callers one wins. */
export async function claim(tempPath: string, path: string, key: string): Promise<void> {
  try {
    await link(tempPath, path);
  } catch (error) {
    if (isErrno(error, "EEXIST")) throw new ObjectExistsError(key, { cause: error });
    throw error;
  }
  await rm(tempPath);
}

export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isErrno(error, "ENOENT")) return false;
    throw error;
  }
}

/** Random, not a hash: a strong validator need only change with the content, and hashing would halve the throughput. */
function newEtag(): string {
  return `"${randomBytes(16).toString("hex")}"`;
}

async function finish(handle: FileHandle, key: string, footer: ObjectFooter): Promise<ObjectInfo> {
  await handle.sync();
  const { mtime } = await handle.stat();
  return toInfo(key, footer, mtime);
}
