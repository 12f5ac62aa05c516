import { randomBytes } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import type { UploadedPart } from "../object-store.ts";

/**
 * Which parts of a multipart upload are stored: a file of fixed-size records, part n at (n - 1) × 32 bytes, each within one
 * disk sector. Record: size (u64), random etag (16 bytes), magic (u32), CRC-32 of all that (u32).
 */
const recordBytes = 32;
const etagBytes = 16;
const magic = 0x70617274;
export const maxPartNumber = 10_000;

export async function readPart(table: FileHandle, partNumber: number): Promise<UploadedPart | undefined> {
  const record = Buffer.alloc(recordBytes);
  await table.read(record, 0, recordBytes, (partNumber - 1) * recordBytes);
  return parseRecord(record, partNumber);
}

export async function readParts(table: FileHandle): Promise<UploadedPart[]> {
  const records = await table.readFile();
  const parts: UploadedPart[] = [];
  for (let at = 0; at + recordBytes <= records.length; at += recordBytes) {
    const part = parseRecord(records.subarray(at, at + recordBytes), at / recordBytes + 1);
    if (part) parts.push(part);
  }
  return parts;
}

/** Records, durably, that the part is stored. */
export async function writePart(table: FileHandle, partNumber: number, sizeBytes: number): Promise<UploadedPart> {
  const record = Buffer.alloc(recordBytes);
  record.writeBigUInt64LE(BigInt(sizeBytes), 0);
  randomBytes(etagBytes).copy(record, 8);
  record.writeUInt32LE(magic, 24);
  record.writeUInt32LE(crc32(record.subarray(0, 28)), 28);
  await table.write(record, 0, recordBytes, (partNumber - 1) * recordBytes);
  await table.datasync();
  return parseRecord(record, partNumber) as UploadedPart;
}

/** Records, durably, that the part is not stored. */
export async function erasePart(table: FileHandle, partNumber: number): Promise<void> {
  await table.write(Buffer.alloc(recordBytes), 0, recordBytes, (partNumber - 1) * recordBytes);
  await table.datasync();
}

function parseRecord(record: Buffer, partNumber: number): UploadedPart | undefined {
  if (record.readUInt32LE(24) !== magic || record.readUInt32LE(28) !== crc32(record.subarray(0, 28))) return undefined;
  return { partNumber, sizeBytes: Number(record.readBigUInt64LE(0)), etag: `"${record.toString("hex", 8, 8 + etagBytes)}"` };
}
