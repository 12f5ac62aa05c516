import type { MediaPlace } from "../../../src/api/places/schema.ts";
import { items } from "../messages/counts.ts";
import { messages } from "../messages.ts";

/** What is where, in words: for names of links, and for who does not see the map. */
export function describePlace(place: MediaPlace, chosenId?: string): string {
  return messages.map.at(describeItems(place, chosenId), place.name ?? describePoint(place));
}

/** What is there; the one that is looked for by its name. */
export function describeItems({ count, cover }: MediaPlace, chosenId?: string): string {
  if (count === 1) return cover.fileName;
  return cover.id === chosenId ? messages.map.andOthers(cover.fileName, count - 1) : items(count);
}

/** `38.8° N, 9.4° W` */
export function describePoint({ latitude, longitude }: { latitude: number; longitude: number }): string {
  const { north, south, east, west } = messages.map;
  const part = (degrees: number, positive: typeof north, negative: typeof north) =>
    (degrees < 0 ? negative : positive)(Math.abs(degrees).toFixed(1));
  return `${part(latitude, north, south)}, ${part(longitude, east, west)}`;
}
