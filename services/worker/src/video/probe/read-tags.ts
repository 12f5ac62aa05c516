import { asContentIdentifier } from "../../image/apple-maker-note.ts";
import type { VideoFacts } from "./facts.ts";

const longestText = 200;

type Tags = Readonly<Record<string, string>>;

export type TagFacts = Pick<VideoFacts, "capturedAt" | "capturedLocal" | "camera" | "place" | "contentId">;

/** When, where and with what a video was captured, from the tags that cameras and phones write. Absent: not said, or not believable. */
export function readTags(raw: Tags, now: Date): TagFacts {
  const tags = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name.toLowerCase(), value.slice(0, longestText).trim()]));
  const make = tags["com.apple.quicktime.make"] || tags["com.android.manufacturer"] || tags.make;
  const model = tags["com.apple.quicktime.model"] || tags["com.android.model"] || tags.model;
  const place = parseIso6709(tags["com.apple.quicktime.location.iso6709"] || tags.location || tags["location-eng"]);
  const contentId = asContentIdentifier(tags["com.apple.quicktime.content.identifier"]);
  return {
    ...readTime(tags, now),
    ...(contentId ? { contentId } : {}),
    ...(make || model ? { camera: { ...(make ? { make } : {}), ...(model ? { model } : {}) } } : {}),
    ...(place ? { place } : {}),
  };
}

function readTime(tags: Tags, now: Date): Pick<TagFacts, "capturedAt" | "capturedLocal"> {
  const local = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?([+-]\d\d):?(\d\d)$/.exec(tags["com.apple.quicktime.creationdate"] ?? "");
  const capturedLocal = local && `${local[1]}${local[2]}:${local[3]}`;
  const instant = new Date(capturedLocal || tags.creation_time || Number.NaN);
  if (!isBelievable(instant, now)) return {};
  return { capturedAt: instant.toISOString(), ...(capturedLocal ? { capturedLocal } : {}) };
}

/** Devices without a set clock write the epoch of their format: 1904, 1970, 1980, 2000-01-01. */
function isBelievable(instant: Date, now: Date): boolean {
  const dayMs = 86_400_000;
  return (
    instant.getTime() > Date.UTC(1990, 0, 1) && instant.getTime() !== Date.UTC(2000, 0, 1) && instant.getTime() < now.getTime() + 2 * dayMs
  );
}

/** `+48.8577+002.2950+035.1/`, in degrees (ISO 6709, Annex H, the form with decimal degrees). */
function parseIso6709(text: string | undefined): VideoFacts["place"] {
  const match = /^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?/.exec(text ?? "");
  if (!match) return undefined;
  const [latitude, longitude, altitudeM] = [Number(match[1]), Number(match[2]), match[3] === undefined ? undefined : Number(match[3])];
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180 || (latitude === 0 && longitude === 0)) return undefined;
  return { latitude, longitude, ...(altitudeM === undefined ? {} : { altitudeM }) };
}
