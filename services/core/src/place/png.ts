import type { ByteSource } from "./byte-source.ts";
import { type Patch, UnknownPlaceError } from "./patch.ts";

/** Chunks of metadata; PNG 3rd edition, 11.3. Nothing in a PNG refers to another place of the file, so they can be taken out. */
const textChunks = new Set(["eXIf", "zXIf", "iTXt", "tEXt", "zTXt"]);
const mostChunks = 200_000;

export async function findPngPlace(source: ByteSource): Promise<Patch[]> {
  const patches: Patch[] = [];
  let at = 8;
  for (let count = 0; at + 12 <= source.sizeBytes; count += 1) {
    if (count > mostChunks) throw new UnknownPlaceError("it has too many chunks");
    const head = await source.read(at, at + 8);
    const end = at + 12 + head.readUInt32BE(0);
    const type = head.toString("latin1", 4, 8);
    if (textChunks.has(type)) patches.push({ start: at, end, bytes: new Uint8Array() });
    if (type === "IEND" && end < source.sizeBytes) patches.push({ start: end, end: source.sizeBytes, bytes: new Uint8Array() });
    if (type === "IEND") break;
    at = end;
  }
  return patches;
}
