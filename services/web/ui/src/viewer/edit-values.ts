import type { MediaChanges, MediaDetail } from "../api/media-api.ts";

/** What the form of a media holds. */
export interface EditValues {
  readonly caption: string;
  /** Whether the date is the file's or this. */
  readonly capturedBy: "file" | "owner";
  /** As `datetime-local` has it: `2024-05-01T12:30:00`. */
  readonly clock: string;
  /** Of the clock from UTC: `+02:00`. */
  readonly offset: string;
  readonly placeBy: "file" | "owner" | "none";
  readonly latitude: string;
  readonly longitude: string;
}

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

export function toValues(media: MediaDetail): EditValues {
  const { capturedLocal, place } = media.facts;
  const local = capturedLocal ?? media.timelineAt;
  const offset = /[+-]\d\d:\d\d$/.exec(local)?.[0] ?? "+00:00";
  return {
    caption: media.caption,
    capturedBy: media.edited.captured ? "owner" : "file",
    clock: local.slice(0, "2024-05-01T12:30:00".length),
    offset,
    placeBy: media.edited.place ? (place ? "owner" : "none") : "file",
    latitude: place ? formatDegrees(place.latitude) : "",
    longitude: place ? formatDegrees(place.longitude) : "",
  };
}

/** To the centimetre: what computed them left more digits than anybody reads. */
const formatDegrees = (degrees: number) => String(Number(degrees.toFixed(7)));

/** What is to be changed; undefined where the place is none on Earth. */
export function toMediaChanges(values: EditValues): MediaChanges | undefined {
  const place = toPlace(values);
  if (place === undefined) return undefined;
  // Browsers leave the seconds out where they are zero.
  const clock = values.clock.length === "2024-05-01T12:30".length ? `${values.clock}:00` : values.clock.slice(0, 19);
  return { caption: values.caption, captured: values.capturedBy === "owner" ? clock + values.offset : null, place };
}

function toPlace(values: EditValues): MediaChanges["place"] | undefined {
  if (values.placeBy !== "owner") return values.placeBy === "none" ? "none" : null;
  return toPoint(values);
}

/** Where the form says that it was; undefined where that is no point on Earth. */
export function toPoint({ latitude: north, longitude: east }: PlaceText): Point | undefined {
  const [latitude, longitude] = [parseDegrees(north, 90), parseDegrees(east, 180)];
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };
}

/** The fields that keep the form from saying a point on Earth. */
export function placeFaults({ latitude, longitude }: PlaceText): (keyof PlaceText)[] {
  const faults: (keyof PlaceText)[] = [];
  if (parseDegrees(latitude, 90) === undefined) faults.push("latitude");
  if (parseDegrees(longitude, 180) === undefined) faults.push("longitude");
  return faults;
}

type PlaceText = Pick<EditValues, "latitude" | "longitude">;

/** With a comma or a point, and with the minus of a keyboard or of a printed page. */
function parseDegrees(text: string, most: number): number | undefined {
  const match = /^([-−+]?)(\d+(?:[.,]\d*)?)$/.exec(text.trim());
  if (!match?.[2]) return undefined;
  const degrees = Number(match[2].replace(",", "."));
  if (degrees > most) return undefined;
  return match[1] === "-" || match[1] === "−" ? -degrees : degrees;
}

export function fromPoint({ latitude, longitude }: Point): Pick<EditValues, "latitude" | "longitude"> {
  return { latitude: String(latitude), longitude: String(longitude) };
}

/** The offsets of the world's clocks, and one that a camera wrote. */
export function offsets(own: string): string[] {
  const usual = Array.from({ length: 27 }, (_, index) => formatOffset((index - 12) * 60));
  const others = ["-09:30", "-03:30", "-02:30", "+03:30", "+04:30", "+05:30", "+05:45", "+06:30", "+08:45", "+09:30", "+10:30", "+12:45"];
  return [...new Set([...usual, ...others, own])].toSorted((a, b) => toMinutes(a) - toMinutes(b));
}

function formatOffset(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

function toMinutes(offset: string): number {
  const [hours = 0, minutes = 0] = offset.slice(1).split(":").map(Number);
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
