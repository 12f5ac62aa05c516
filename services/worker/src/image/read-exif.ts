import exifr from "exifr";
import { readContentIdentifier } from "./apple-maker-note.ts";
import { finite, positive, type Tags, text } from "./exif-values.ts";
import type { ImageFacts } from "./image-facts.ts";

export type ExifFacts = Pick<ImageFacts, "capturedAt" | "capturedLocal" | "camera" | "exposure" | "place" | "contentId">;

/**
 * What the EXIF block (or, of a TIFF, the whole file at this path) says. It is a stranger's: whatever does not look right is left out,
 * and a broken block is no block.
 */
export async function readExif(source: Uint8Array | string | undefined): Promise<ExifFacts> {
  if (source === undefined) return {};
  const input = typeof source === "string" ? source : Buffer.from(withoutMarker(source));
  const tags: Tags | undefined = await exifr
    .parse(input, {
      pick,
      tiff: true,
      exif: true,
      gps: true,
      xmp: false,
      icc: false,
      iptc: false,
      reviveValues: false,
      translateValues: false,
      makerNote: true,
    })
    .catch(() => undefined);
  return tags ? decideExifFacts(tags) : {};
}

/** Only these are read: each further one would be a further chance for a broken block to claim millions of values. */
const pick = [
  ...["Make", "Model", "LensModel", "ExposureTime", "FNumber", "ISO", "FocalLength"],
  ...["DateTimeOriginal", "CreateDate", "OffsetTimeOriginal", "OffsetTime", "GPSDateStamp", "GPSTimeStamp"],
  ...["GPSLatitude", "GPSLatitudeRef", "GPSLongitude", "GPSLongitudeRef", "GPSAltitude", "GPSAltitudeRef"],
  "MakerNote",
];

/** Of tags as exifr names them, neither translated nor revived. */
export function decideExifFacts(tags: Tags): ExifFacts {
  return omitUndefined({
    ...captureTime(tags),
    camera: readCamera(tags),
    exposure: readExposure(tags),
    place: readPlace(tags),
    contentId: readContentIdentifier(tags["makerNote"]),
  });
}

/** sharp hands the block over as in a JPEG's APP1 segment; exifr wants the TIFF structure behind the marker. */
function withoutMarker(block: Uint8Array): Uint8Array {
  return Buffer.from(block.subarray(0, 6)).toString("latin1") === "Exif\0\0" ? block.subarray(6) : block;
}

/** `YYYY:MM:DD HH:MM:SS` and, since Exif 2.31, `±HH:MM`. */
function captureTime(tags: Tags): Pick<ExifFacts, "capturedAt" | "capturedLocal"> {
  const written = text(tags["DateTimeOriginal"]) ?? text(tags["CreateDate"]);
  const match = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d:\d\d:\d\d)/.exec(written ?? "");
  const local = match ? `${match[1]}-${match[2]}-${match[3]}T${match[4]}` : "";
  if (!isTime(local)) return gpsTime(tags);
  const offset = /^[+-](0\d|1[0-4]):[0-5]\d$/.exec(text(tags["OffsetTimeOriginal"] ?? tags["OffsetTime"]) ?? "")?.[0] ?? "";
  return { capturedAt: new Date(`${local}${offset || "Z"}`).toISOString(), capturedLocal: local + offset };
}

/** The time of the fix is UTC. */
function gpsTime(tags: Tags): Pick<ExifFacts, "capturedAt"> {
  const date = /^(\d{4})[:-](\d\d)[:-](\d\d)/.exec(text(tags["GPSDateStamp"]) ?? "");
  const stamp = tags["GPSTimeStamp"];
  const parts: unknown[] = Array.isArray(stamp) ? stamp : typeof stamp === "string" ? stamp.split(":").map(Number) : [];
  const [hours, minutes, seconds] = parts.map((part) => String(Math.floor(finite(part) ?? Number.NaN)).padStart(2, "0"));
  const time = date ? `${date[1]}-${date[2]}-${date[3]}T${hours}:${minutes}:${seconds}` : "";
  return isTime(time) ? { capturedAt: new Date(`${time}Z`).toISOString() } : {};
}

/** A time that a calendar has (V8 takes the 30th of February), and in which there were photos. */
function isTime(local: string): boolean {
  const instant = new Date(`${local}Z`);
  if (Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 19) !== local) return false;
  return instant.getUTCFullYear() >= 1826 && instant.getUTCFullYear() < 2200;
}

function readCamera(tags: Tags): ExifFacts["camera"] {
  return omitEmpty({ make: text(tags["Make"]), model: text(tags["Model"]), lens: text(tags["LensModel"]) });
}

function readExposure(tags: Tags): ExifFacts["exposure"] {
  return omitEmpty({
    seconds: positive(tags["ExposureTime"]),
    fNumber: positive(tags["FNumber"]),
    iso: positive(tags["ISO"]),
    focalLengthMm: positive(tags["FocalLength"]),
  });
}

/** 0, 0 is what devices without a fix write; it lies in the sea. */
function readPlace(tags: Tags): ExifFacts["place"] {
  const latitude = finite(tags["latitude"]);
  const longitude = finite(tags["longitude"]);
  if (latitude === undefined || longitude === undefined || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  if (latitude === 0 && longitude === 0) return undefined;
  const height = finite(tags["GPSAltitude"]);
  const reference = tags["GPSAltitudeRef"];
  const isBelowSea = (reference instanceof Uint8Array ? reference[0] : reference) === 1;
  const altitudeM = height === undefined || Math.abs(height) > 20_000 ? undefined : isBelowSea ? -height : height;
  return omitUndefined({ latitude, longitude, altitudeM });
}

function omitUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as never;
}

function omitEmpty<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } | undefined {
  const kept = omitUndefined(value);
  return Object.keys(kept).length > 0 ? kept : undefined;
}
