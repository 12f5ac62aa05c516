import type { MediaPlace } from "../../../src/api/places/schema.ts";

/** What follows when a place on the map is chosen. */
export type PlaceChoice = "open" | "zoom" | "list";

/** About fifty metres: nothing comes apart by looking closer. */
const smallestSpread = 0.0005;
/** From here on a closer look shows less of where it is than a list shows of what it is. */
const closestZoom = 16;

/** One is opened, those that lie apart are looked at more closely, and those that do not are listed. */
export function choosePlace({ count, area }: Pick<MediaPlace, "count" | "area">, zoom: number): PlaceChoice {
  if (count === 1) return "open";
  const spread = Math.max(area.north - area.south, area.east - area.west);
  return spread > smallestSpread && zoom < closestZoom ? "zoom" : "list";
}
