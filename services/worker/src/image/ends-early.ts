import { type FileHandle, open } from "node:fs/promises";
import type { ImageFormat } from "./image-facts.ts";

/**
 * Whether a file is shorter than its own structure says. Decoders often say the same of a file that was cut off and of one that is
 * damaged; people have to do different things about them. JPEG and GIF have no lengths to go by: there the decoder's word counts.
 */
export async function endsEarly(file: string, format: ImageFormat): Promise<boolean> {
  const check = checks[format];
  if (!check) return false;
  const handle = await open(file);
  try {
    return await check({ handle, sizeBytes: (await handle.stat()).size });
  } finally {
    await handle.close();
  }
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly sizeBytes: number;
}

const checks: Partial<Record<ImageFormat, (file: OpenFile) => Promise<boolean>>> = {
  png: pngEndsEarly,
  webp: webpEndsEarly,
  avif: heifEndsEarly,
  heic: heifEndsEarly,
  tiff: tiffEndsEarly,
};

/** A stranger's file may have as many tiny chunks as it likes. */
const maxChunks = 100_000;

/** PNG, third edition, section 5.3: length, type, data, CRC; the last is IEND. */
async function pngEndsEarly(file: OpenFile): Promise<boolean> {
  let at = 8;
  for (let chunk = 0; chunk < maxChunks; chunk += 1) {
    const head = await read(file, at, 8);
    if (!head) return true;
    if (head.toString("latin1", 4) === "IEND") return false;
    at += 12 + head.readUInt32BE();
  }
  return false;
}

async function webpEndsEarly(file: OpenFile): Promise<boolean> {
  const head = await read(file, 4, 4);
  return !head || 8 + head.readUInt32LE() > file.sizeBytes;
}

/** ISO/IEC 14496-12, section 4.2: size 1 is followed by a long size, size 0 goes to the end of the file. */
async function heifEndsEarly(file: OpenFile): Promise<boolean> {
  let at = 0;
  for (let box = 0; box < maxChunks && at < file.sizeBytes; box += 1) {
    const head = await read(file, at, 8);
    if (!head) return true;
    const short = head.readUInt32BE();
    const long = short === 1 ? await read(file, at + 8, 8) : undefined;
    const length = long ? Number(long.readBigUInt64BE()) : short;
    if (length < 8) return false;
    at += length;
  }
  return at > file.sizeBytes;
}

/** TIFF 6.0, section 2: where the first directory is. BigTIFF (43) has a longer offset further on. */
async function tiffEndsEarly(file: OpenFile): Promise<boolean> {
  const head = await read(file, 0, 16);
  if (!head) return true;
  const little = head[0] === 0x49;
  const big = (little ? head[2] : head[3]) === 43;
  if (big) return (little ? head.readBigUInt64LE(8) : head.readBigUInt64BE(8)) >= file.sizeBytes;
  return (little ? head.readUInt32LE(4) : head.readUInt32BE(4)) >= file.sizeBytes;
}

/** @returns undefined where the file has not that many bytes */
async function read({ handle }: OpenFile, at: number, length: number): Promise<Buffer | undefined> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, at);
  return bytesRead === length ? buffer : undefined;
}
