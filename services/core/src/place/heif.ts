import { type Box, listBoxes, listTopBoxes } from "./boxes.ts";
import type { ByteSource } from "./byte-source.ts";
import { findMoviePlace } from "./movie.ts";
import { type Patch, UnknownPlaceError } from "./patch.ts";
import { findTiffPlace } from "./tiff.ts";

const largestMeta = 16 * 1024 * 1024;

/** Of which it is known where in them a place may be said, or that none is. `mpvd` is the film of a motion photo. */
const knownBoxes = new Set(["ftyp", "meta", "mdat", "moov", "free", "skip", "uuid", "mpvd"]);

const textItems = new Set(["Exif", "mime", "uri "]);

interface Extent {
  readonly start: number;
  readonly end: number;
}

/**
 * What says a place in AVIF, HEIC and other HEIF files: their items of EXIF, XMP and whatever else is not a picture (ISO/IEC 23008-12,
 * annex A), what a sequence says as a film does, and the film of a motion photo.
 */
export async function findHeifPlace(source: ByteSource): Promise<Patch[]> {
  const boxes: Box[] = [];
  for await (const box of listTopBoxes(source)) {
    if (!knownBoxes.has(box.type)) throw new UnknownPlaceError("a part of it is of a kind that is not known");
    boxes.push(box);
  }
  const [meta, ...others] = boxes.filter(({ type }) => type === "meta");
  if (!meta || others.length > 0) throw new UnknownPlaceError("its items are not where they are looked for");
  const patches = [...(await findInItems(source, meta)), ...(await findMoviePlace(source))];
  for (const film of boxes.filter(({ type }) => type === "mpvd")) patches.push(...(await findInFilm(source, film)));
  return patches;
}

async function findInFilm(source: ByteSource, { content, end }: Box): Promise<Patch[]> {
  const film: ByteSource = {
    sizeBytes: Math.min(end, source.sizeBytes) - content,
    read: (from, to) => source.read(content + from, Math.min(content + to, end)),
  };
  return (await findMoviePlace(film)).map((patch) => ({ ...patch, start: content + patch.start, end: content + patch.end }));
}

async function findInItems(source: ByteSource, meta: Box): Promise<Patch[]> {
  const { start, end } = meta;
  if (end - start > largestMeta) throw new UnknownPlaceError("its list of items is too large");
  const bytes = await source.read(start, end);
  const inner = listBoxes(bytes, meta.content - start + 4, bytes.length);
  const find = (name: string) => inner.find(({ type }) => type === name);
  const [iinf, iloc, idat] = [find("iinf"), find("iloc"), find("idat")];
  if (!iinf || !iloc) throw new UnknownPlaceError("its items are not listed");
  const places = readLocations(bytes.subarray(iloc.content, iloc.end), idat && start + idat.content);
  const patches: Patch[] = [];
  for (const { id, type } of readItems(bytes.subarray(iinf.content, iinf.end))) {
    if (!textItems.has(type)) continue;
    const extents = places.get(id);
    if (!extents) throw new UnknownPlaceError("an item of it cannot be found");
    const [first] = extents;
    if (type === "Exif" && extents.length === 1 && first) {
      const skip = await source.read(first.start, first.start + 4);
      patches.push(...(await findTiffPlace(source, first.start + 4 + skip.readUInt32BE(0))));
    } else for (const { start, end } of extents) patches.push({ start, end, fill: type === "mime" ? 0x20 : 0 });
  }
  return patches;
}

/** The content of `iinf`; 14496-12, 8.11.6. */
function readItems(bytes: Buffer): { id: number; type: string }[] {
  const from = bytes[0] === 0 ? 6 : 8;
  return listBoxes(bytes, from, bytes.length).map((infe) => {
    const version = bytes[infe.content] ?? 0;
    if (version < 2) throw new UnknownPlaceError("its items are described in an old way");
    const wide = version === 3;
    const id = wide ? bytes.readUInt32BE(infe.content + 4) : bytes.readUInt16BE(infe.content + 4);
    const at = infe.content + (wide ? 10 : 8);
    return { id, type: bytes.toString("latin1", at, at + 4) };
  });
}

/** The content of `iloc`; 14496-12, 8.11.3. */
function readLocations(bytes: Buffer, idat: number | undefined): Map<number, Extent[]> {
  const version = bytes[0] ?? 0;
  const sizes = bytes.readUInt16BE(4);
  const [offsetSize, lengthSize, baseSize, indexSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, version > 0 ? sizes & 15 : 0];
  let at = 6;
  const take = (size: number): number => {
    const value = size === 0 ? 0 : size === 8 ? Number(bytes.readBigUInt64BE(at)) : bytes.readUIntBE(at, size);
    at += size;
    return value;
  };
  const places = new Map<number, Extent[]>();
  const count = take(version < 2 ? 2 : 4);
  for (let item = 0; item < count; item += 1) {
    const id = take(version < 2 ? 2 : 4);
    const method = version > 0 ? take(2) & 15 : 0;
    take(2);
    const base = take(baseSize);
    const extents: Extent[] = [];
    for (let left = take(2); left > 0; left -= 1) {
      take(indexSize);
      const offset = take(offsetSize) + base;
      const length = take(lengthSize);
      const start = method === 0 ? offset : method === 1 && idat !== undefined ? idat + offset : Number.NaN;
      extents.push({ start, end: start + length });
    }
    if (extents.every(({ end }) => Number.isFinite(end))) places.set(id, extents);
  }
  return places;
}
