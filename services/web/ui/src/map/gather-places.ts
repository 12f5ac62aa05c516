import type { MediaPlace } from "../../../src/api/places/schema.ts";
import { mapCellOf } from "../../../src/site/map-cells.ts";

/** The places of a closer zoom as the API has them at this one: four cells of a zoom level make up one of the level before. */
export function gatherPlaces(places: readonly MediaPlace[], zoom: number): readonly MediaPlace[] {
  const cells = new Map<string, MediaPlace>();
  for (const place of places) {
    const { x, y } = mapCellOf(place, zoom);
    const before = cells.get(`${x},${y}`);
    cells.set(`${x},${y}`, before ? join(before, place) : place);
  }
  if (cells.size === places.length) return places;
  return [...cells.values()].toSorted((a, b) => b.count - a.count || compare(b.cover.id, a.cover.id));
}

function join(a: MediaPlace, b: MediaPlace): MediaPlace {
  const count = a.count + b.count;
  const mean = (part: "latitude" | "longitude") => (a[part] * a.count + b[part] * b.count) / count;
  const { cover, name } = isLater(a, b) ? a : b;
  return {
    count,
    latitude: mean("latitude"),
    longitude: mean("longitude"),
    area: {
      south: Math.min(a.area.south, b.area.south),
      west: Math.min(a.area.west, b.area.west),
      north: Math.max(a.area.north, b.area.north),
      east: Math.max(a.area.east, b.area.east),
    },
    name,
    cover,
  };
}

const isLater = ({ cover: a }: MediaPlace, { cover: b }: MediaPlace) => (compare(a.timelineAt, b.timelineAt) || compare(a.id, b.id)) > 0;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
