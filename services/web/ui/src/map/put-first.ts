import type { MediaPlace } from "../../../src/api/places/schema.ts";
import type { MediaDetail } from "../api/media-api.ts";

/** The place that has a media stands first, and shows that one where it is, whichever was taken there latest. All as it is where none has it. */
export function putFirst(places: readonly MediaPlace[], media: MediaDetail | undefined): readonly MediaPlace[] {
  const point = media?.facts.place;
  if (!media || !point || media.trashedAt !== null) return places;
  const found = places.find(
    ({ area: { south, west, north, east } }) =>
      point.latitude >= south && point.latitude <= north && point.longitude >= west && point.longitude <= east,
  );
  if (!found) return places;
  const { latitude, longitude, name = null } = point;
  return [{ ...found, latitude, longitude, name, cover: media }, ...places.filter((place) => place !== found)];
}
