import { type FileHandle, open } from "node:fs/promises";
import { addAbortSignal, Readable } from "node:stream";
import { ObjectNotFoundError, RangeNotSatisfiableError, StorageUnavailableError } from "../errors.ts";
import type { ByteRange, ObjectInfo, StoredObject } from "../object-store.ts";
import { isErrno } from "./disk-errors.ts";
import { footerBytes, parseFooter, toInfo } from "./object-footer.ts";

/** Objects up to this size are read in one go, which costs one call where a stream would cost several. */
const wholeReadBytes = 64 * 1024;
const readAheadBytes = 256 * 1024;

export async function readInfo(path: string, key: string): Promise<ObjectInfo> {
  const handle = await openObject(path, key);
  try {
    return (await readTail(handle, path, key)).info;
  } finally {
    await handle.close();
  }
}

export async function readObject(path: string, key: string, range?: ByteRange, signal?: AbortSignal): Promise<StoredObject> {
  const handle = await openObject(path, key);
  let handedOver = false;
  try {
    const { info, tail } = await readTail(handle, path, key);
    const actual = clampRange(info, range);
    signal?.throwIfAborted();
    const isWhole = tail.length === info.sizeBytes + footerBytes;
    const body = isWhole || actual.start === actual.end ? bufferBody(tail.subarray(actual.start, actual.end)) : fileBody(handle, actual);
    handedOver = !isWhole && actual.start !== actual.end;
    return { ...info, range: actual, body: signal ? addAbortSignal(signal, body) : body };
  } finally {
    if (!handedOver) await handle.close();
  }
}

async function openObject(path: string, key: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (isErrno(error, "ENOENT")) throw new ObjectNotFoundError(key, { cause: error });
    throw error;
  }
}

/** The object's metadata, with the end of the file that it stands in: the whole file where that is small. */
async function readTail(handle: FileHandle, path: string, key: string): Promise<{ info: ObjectInfo; tail: Buffer }> {
  const { size, mtime } = await handle.stat();
  const tail = Buffer.allocUnsafe(size <= wholeReadBytes + footerBytes ? size : footerBytes);
  const { bytesRead } = await handle.read(tail, 0, tail.length, size - tail.length);
  const footer = parseFooter(tail.subarray(0, bytesRead), size);
  if (!footer) throw new StorageUnavailableError(path, "the file is not an object that this store wrote, or it is damaged");
  return { info: toInfo(key, footer, mtime), tail };
}

function clampRange({ key, sizeBytes }: ObjectInfo, range: ByteRange | undefined): ByteRange {
  if (!range) return { start: 0, end: sizeBytes };
  const { start, end } = range;
  if (!(start >= 0 && start < end && start < sizeBytes)) throw new RangeNotSatisfiableError(key, range, sizeBytes);
  return { start, end: Math.min(end, sizeBytes) };
}

function bufferBody(bytes: Buffer): Readable {
  const body = new Readable({ read() {} });
  if (bytes.length > 0) body.push(bytes);
  body.push(null);
  return body;
}

/** Owns the handle from here: it is closed when the stream ends, fails or is destroyed. */
function fileBody(handle: FileHandle, { start, end }: ByteRange): Readable {
  return handle.createReadStream({ start, end: end - 1, highWaterMark: readAheadBytes });
}
