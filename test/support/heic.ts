import { readFile } from "node:fs/promises";

/** A HEIC file of `heic/`, where `make.py` says how each was made. */
export function readHeic(name: string): Promise<Buffer> {
  return readFile(new URL(`./heic/${name}.heic`, import.meta.url));
}

/** `tagged.heic` with this TIFF structure as its EXIF block, which has room for some 2,000 bytes. */
export async function heicWithExif(block: Uint8Array): Promise<Buffer> {
  const heic = await readHeic("tagged");
  const at = heic.indexOf("II*\0\x08\0\0\0", heic.indexOf("Exif\0\0", heic.indexOf("mdat")), "latin1");
  const end = heic.lastIndexOf("ROOM") + 4;
  if (at < 0 || at + block.length > end) throw new Error(`an EXIF block of ${block.length} bytes has no room`);
  heic.set(block, at);
  return heic;
}

/** With another size in each of its `ispe` boxes (ISO/IEC 23008-12, 6.5.3): what it says before anything is decoded. */
export function withSize(heic: Uint8Array, width: number, height: number): Buffer {
  const changed = Buffer.from(heic);
  for (let at = changed.indexOf("ispe"); at >= 0; at = changed.indexOf("ispe", at + 4)) {
    changed.writeUInt32BE(width, at + 8);
    changed.writeUInt32BE(height, at + 12);
  }
  return changed;
}
