import type { ByteSource } from "./byte-source.ts";
import { type Patch, UnknownPlaceError } from "./patch.ts";

/**
 * Tags that hold a place, or may: XMP, IPTC, Photoshop's resources, and maker notes, in which some cameras write city and landmark.
 * TIFF 6.0, Exif 2.32, XMP part 3.
 */
const blankTags = new Set([0x02bc, 0x83bb, 0x8649, 0x927c]);
const gpsTag = 0x8825;
/** EXIF, interoperability, sub-images. */
const directoryTags = new Set([0x8769, 0xa005, 0x014a]);

/** Bytes of a value by its type; TIFF 6.0, page 15. */
const typeSizes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4 };
const mostDirectories = 64;
const mostEntries = 1_000;

/** What says a place in the TIFF structure that begins at `base`: an EXIF block, or a whole TIFF file. */
export async function findTiffPlace(source: ByteSource, base: number): Promise<Patch[]> {
  const head = await source.read(base, base + 8);
  const order = head.toString("latin1", 0, 2);
  const isLittle = order === "II";
  if (head.length < 8 || (!isLittle && order !== "MM")) throw new UnknownPlaceError("its EXIF block has no TIFF header");
  const u16 = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  if (u16(head, 2) !== 42) throw new UnknownPlaceError("it is a kind of TIFF that is not known");

  const patches: Patch[] = [];
  const seen = new Set<number>();
  const queue: { offset: number; isGps: boolean }[] = [{ offset: u32(head, 4), isGps: false }];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { offset, isGps } = next;
    if (offset === 0 || seen.has(offset)) continue;
    seen.add(offset);
    if (seen.size > mostDirectories) throw new UnknownPlaceError("it has too many directories");
    const counted = await source.read(base + offset, base + offset + 2);
    if (counted.length < 2) continue;
    const entries = u16(counted, 0);
    if (entries > mostEntries) throw new UnknownPlaceError("a directory of it has too many entries");
    const directory = await source.read(base + offset + 2, base + offset + 2 + entries * 12 + 4);
    if (directory.length < entries * 12) throw new UnknownPlaceError("a directory of it is cut off");
    for (let index = 0; index < entries; index += 1) {
      const at = index * 12;
      const tag = u16(directory, at);
      const size = (typeSizes[u16(directory, at + 2)] ?? 1) * u32(directory, at + 4);
      const value = u32(directory, at + 8);
      if (!isGps && (tag === gpsTag || directoryTags.has(tag))) {
        const count = Math.min(u32(directory, at + 4), mostDirectories);
        const list = count > 1 ? await source.read(base + value, base + value + count * 4) : directory.subarray(at + 8, at + 12);
        for (let each = 0; each + 4 <= list.length; each += 4) queue.push({ offset: u32(list, each), isGps: tag === gpsTag });
      } else if ((isGps || blankTags.has(tag)) && size > 4) {
        patches.push({ start: base + value, end: base + value + size, fill: tag === 0x02bc ? 0x20 : 0 });
      }
    }
    // A directory of no entries: readers find that there is no place.
    if (isGps) patches.push({ start: base + offset, end: base + offset + 2 + entries * 12, fill: 0 });
    else if (directory.length >= entries * 12 + 4) queue.push({ offset: u32(directory, entries * 12), isGps: false });
  }
  return patches;
}
