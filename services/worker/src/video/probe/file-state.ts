import type { Demuxer } from "../demuxer.ts";

/** Reads `length` bytes at `offset`; fewer where the file ends. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>;

export type FileState = "whole" | "truncated" | "foreign";

/** More boxes than this before the `moov` box are no recording that a camera makes. */
const mostBoxes = 1_000;

const movBoxes = new Set(["ftyp", "moov", "mdat", "free", "skip", "wide", "pnot", "uuid", "meta", "udta", "moof", "styp", "sidx", "PICT"]);

/**
 * Why a demuxer cannot open a file: it is cut short (`truncated`), or it is something else (`foreign`).
 * ffmpeg says the same of both.
 */
export async function inspectFile(demuxer: Demuxer, sizeBytes: number, readAt: ReadAt): Promise<FileState> {
  return demuxer === "mov" ? inspectMov(sizeBytes, readAt) : inspectMatroska(sizeBytes, readAt);
}

async function inspectMov(sizeBytes: number, readAt: ReadAt): Promise<FileState> {
  let offset = 0;
  for (let boxes = 0; boxes < mostBoxes && offset + 8 <= sizeBytes; boxes++) {
    const header = await readAt(offset, 16);
    if (header.length < 8) return "truncated";
    const type = header.toString("latin1", 4, 8);
    if (!movBoxes.has(type)) return boxes === 0 ? "foreign" : "truncated";
    const size32 = header.readUInt32BE(0);
    const size = size32 === 1 && header.length === 16 ? Number(header.readBigUInt64BE(8)) : size32 === 0 ? sizeBytes - offset : size32;
    if (size < 8) return "foreign";
    if (offset + size > sizeBytes) return "truncated";
    if (type === "moov") return "whole";
    offset += size;
  }
  return offset === 0 ? "foreign" : "truncated";
}

const ebmlMagic = 0x1a45dfa3;
const segmentId = 0x18538067;

async function inspectMatroska(sizeBytes: number, readAt: ReadAt): Promise<FileState> {
  const head = await readAt(0, 12);
  if (head.length < 4 || head.readUInt32BE(0) !== ebmlMagic) return "foreign";
  const ebml = readVint(head, 4);
  const segmentAt = ebml && 4 + ebml.length + ebml.value;
  if (segmentAt === undefined || segmentAt >= sizeBytes) return "truncated";
  const segment = await readAt(segmentAt, 12);
  if (segment.length < 5 || segment.readUInt32BE(0) !== segmentId) return "foreign";
  const size = readVint(segment, 4);
  if (!size) return "truncated";
  return !size.isUnknown && segmentAt + 4 + size.length + size.value > sizeBytes ? "truncated" : "whole";
}

/** An EBML size (RFC 8794, section 4); all ones: the writer did not know. */
function readVint(bytes: Buffer, offset: number): { length: number; value: number; isUnknown: boolean } | undefined {
  const first = bytes[offset];
  if (!first) return undefined;
  const length = Math.clz32(first) - 23;
  if (offset + length > bytes.length) return undefined;
  let value = first & ((1 << (8 - length)) - 1);
  let isUnknown = value === (1 << (8 - length)) - 1;
  for (const byte of bytes.subarray(offset + 1, offset + length)) {
    value = value * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { length, value, isUnknown };
}
