import type { MediaPlace } from "../../../src/api/places/schema.ts";
import { messages } from "../messages.ts";

/** What is where, in words: for names of links, and for who does not see the map. */
export function describePlace({ count, cover, name, latitude, longitude }: MediaPlace): string {
  const where = name ?? describePoint({ latitude, longitude });
  return count === 1 ? messages.map.oneAt(cover.fileName, where) : messages.map.itemsAt(count, where);
}

/** `38.8° N, 9.4° W` */
export function describePoint({ latitude, longitude }: { latitude: number; longitude: number }): string {
  const { north, south, east, west } = messages.map;
  const part = (degrees: number, positive: typeof north, negative: typeof north) =>
    (degrees < 0 ? negative : positive)(Math.abs(degrees).toFixed(1));
  return `${part(latitude, north, south)}, ${part(longitude, east, west)}`;
}
