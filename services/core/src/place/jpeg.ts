import type { ByteSource } from "./byte-source.ts";
import type { Patch } from "./patch.ts";
import { findTiffPlace } from "./tiff.ts";

const exif = Buffer.from("Exif\0\0", "latin1");
const xmp = Buffer.from("http://ns.adobe.com/xap/1.0/\0", "latin1");
const xmpExtension = Buffer.from("http://ns.adobe.com/xmp/extension/\0", "latin1");
const photoshop = Buffer.from("Photoshop 3.0\0", "latin1");

const windowBytes = 256 * 1024;
const longestSegment = 65_537;

/**
 * What says a place in a JPEG. Segments are looked for all through the file, not only at its head: phones put further JPEGs behind
 * the picture (CIPA DC-007), each with segments of its own. In picture data no byte of 0xFF is followed by 0xE1 (T.81, B.1.1.5).
 */
export async function findJpegPlace(source: ByteSource): Promise<Patch[]> {
  const patches: Patch[] = [];
  let at = 0;
  while (at < source.sizeBytes) {
    const window = await source.read(at, at + windowBytes + longestSegment);
    for (let found = nextMarker(window, 0); found >= 0 && found < windowBytes; found = nextMarker(window, found + 2)) {
      if (found + 4 > window.length) break;
      const payload = window.subarray(found + 4, found + 2 + window.readUInt16BE(found + 2));
      patches.push(...(await findInSegment(source, payload, at + found + 4)));
    }
    at += windowBytes;
  }
  return patches;
}

/** Of APP1 or APP13. */
function nextMarker(window: Buffer, from: number): number {
  for (let at = window.indexOf(0xff, from); at >= 0; at = window.indexOf(0xff, at + 1)) {
    const code = window[at + 1];
    if (code === 0xe1 || code === 0xed) return at;
  }
  return -1;
}

async function findInSegment(source: ByteSource, payload: Buffer, start: number): Promise<Patch[]> {
  const startsWith = (signature: Buffer) => payload.subarray(0, signature.length).equals(signature);
  if (startsWith(exif)) return findTiffPlace(source, start + exif.length);
  for (const [signature, fill] of [
    [xmp, 0x20],
    [xmpExtension, 0x20],
    [photoshop, 0],
  ] as const) {
    if (startsWith(signature)) return [{ start: start + signature.length, end: start + payload.length, fill }];
  }
  return [];
}
