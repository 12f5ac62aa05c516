import type { ByteSource } from "./byte-source.ts";
import { type Patch, UnknownPlaceError } from "./patch.ts";
import { findTiffPlace } from "./tiff.ts";

const mostChunks = 100_000;

/** What says a place in a WebP: its chunks EXIF and XMP (https://developers.google.com/speed/webp/docs/riff_container). */
export async function findWebpPlace(source: ByteSource): Promise<Patch[]> {
  const patches: Patch[] = [];
  let at = 12;
  for (let count = 0; at + 8 <= source.sizeBytes; count += 1) {
    if (count > mostChunks) throw new UnknownPlaceError("it has too many chunks");
    const head = await source.read(at, at + 8);
    const size = head.readUInt32LE(4);
    const type = head.toString("latin1", 0, 4);
    const start = at + 8;
    if (type === "XMP ") patches.push({ start, end: start + size, fill: 0x20 });
    if (type === "EXIF") {
      const hasPrefix = (await source.read(start, start + 6)).equals(Buffer.from("Exif\0\0", "latin1"));
      patches.push(...(await findTiffPlace(source, start + (hasPrefix ? 6 : 0))));
    }
    at = start + size + (size % 2);
  }
  return patches;
}
