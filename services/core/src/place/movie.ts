import { type Box, listBoxes, listTopBoxes } from "./boxes.ts";
import type { ByteSource } from "./byte-source.ts";
import { type Patch, UnknownPlaceError } from "./patch.ts";

/** A movie box is an index; that of a day of video has some tens of megabytes. */
const largestIndex = 128 * 1024 * 1024;

const containers = new Set(["moov", "trak", "mdia", "minf", "udta", "moof", "traf"]);
/** Of 3GPP TS 26.244, QuickTime and Apple; `XMP_` and `uuid` may say anything. */
const placeBoxes = new Set(["loci", "\xa9xyz", "XMP_", "uuid", "gps ", "GPMF", "GPS0", "thma", "smta"]);

/** What says a place in MP4 or QuickTime. @throws UnknownPlaceError where a track of it may say where it was, moment by moment */
export async function findMoviePlace(source: ByteSource): Promise<Patch[]> {
  const patches: Patch[] = [];
  for await (const top of listTopBoxes(source)) {
    const { type, start } = top;
    const end = Math.min(top.end, source.sizeBytes);
    if (containers.has(type) || type === "meta") {
      if (end - start > largestIndex) throw new UnknownPlaceError("its index is too large");
      const bytes = await source.read(start, end);
      for (const box of listBoxes(bytes, 0, bytes.length)) patches.push(...findInBox(bytes, box, start));
    } else if (placeBoxes.has(type)) patches.push(...blank({ ...top, end }, 0));
  }
  return patches;
}

function findInBox(bytes: Buffer, box: Box, offset: number): Patch[] {
  if (placeBoxes.has(box.type)) return blank(box, offset);
  if (box.type === "meta") return findInMeta(bytes, box, offset);
  if (box.type === "stsd") return [];
  if (!containers.has(box.type)) return [];
  if (box.type === "trak") refuseTrackOfPlaces(bytes, box);
  return listBoxes(bytes, box.content, box.end).flatMap((inner) => findInBox(bytes, inner, offset));
}

/** The box becomes free space (14496-12, 8.1.2), and its content nothing. */
function blank({ start, content, end }: Box, offset: number): Patch[] {
  return [
    { start: offset + start + 4, end: offset + start + 8, bytes: Buffer.from("free", "latin1") },
    { start: offset + content, end: offset + end, fill: 0 },
  ];
}

/** Apple's metadata: a table of names, and values by the names' numbers (QuickTime File Format, "Metadata"). */
function findInMeta(bytes: Buffer, box: Box, offset: number): Patch[] {
  // In ISO files it has a version before its boxes, in QuickTime files not.
  const first = bytes.toString("latin1", box.content + 4, box.content + 8);
  const boxes = listBoxes(bytes, first === "hdlr" ? box.content : box.content + 4, box.end);
  const keys = boxes.find(({ type }) => type === "keys");
  const names = keys ? listBoxes(bytes, keys.content + 8, keys.end).map((key) => bytes.toString("latin1", key.content, key.end)) : [];
  return boxes.flatMap((inner) => {
    if (placeBoxes.has(inner.type)) return blank(inner, offset);
    if (inner.type !== "ilst") return [];
    return listBoxes(bytes, inner.content, inner.end).flatMap((item) => {
      const name = names[item.type.length === 4 ? Buffer.from(item.type, "latin1").readUInt32BE(0) - 1 : -1] ?? item.type;
      return /location|gps|xyz|geo/i.test(name) ? blank(item, offset) : [];
    });
  });
}

/** Handlers of tracks that are seen or heard (`pict`, `auxv`: 23008-12, clause 7); any other may write down where the camera was. */
const harmless = new Set(["vide", "pict", "auxv", "soun", "tmcd", "hint"]);

function refuseTrackOfPlaces(bytes: Buffer, trak: Box): void {
  const text = bytes.subarray(trak.start, trak.end);
  const mdia = listBoxes(bytes, trak.content, trak.end).find(({ type }) => type === "mdia");
  const hdlr = mdia && listBoxes(bytes, mdia.content, mdia.end).find(({ type }) => type === "hdlr");
  const handler = hdlr ? bytes.toString("latin1", hdlr.content + 8, hdlr.content + 12) : "none";
  if (harmless.has(handler)) return;
  // Apple's timed metadata names what it has; a phone's videos have tracks of orientation and faces.
  const namesItsKeys = text.includes("mebx") && !/location|gps|geo/i.test(text.toString("latin1"));
  if (!namesItsKeys) throw new UnknownPlaceError("a track of it may say where it was taken, moment by moment");
}
