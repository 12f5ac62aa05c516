import type { MediaPlace } from "../../../src/api/places/schema.ts";

export type MapArea = MediaPlace["area"];

/** What of the world a map shows. */
export interface MapView {
  readonly latitude: number;
  readonly longitude: number;
  readonly zoom: number;
}

export const zoomLimits = { min: 1, max: 18 } as const;

/** What the page's address says, `?at=38.70000,-9.40000&zoom=6`; undefined where it says nothing that makes sense. */
export function parseView(search: string): MapView | undefined {
  const parameters = new URLSearchParams(search);
  const match = /^(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)$/.exec(parameters.get("at") ?? "");
  const zoom = Number(parameters.get("zoom") ?? Number.NaN);
  if (!match || !Number.isInteger(zoom) || zoom < zoomLimits.min || zoom > zoomLimits.max) return undefined;
  const [latitude, longitude] = [Number(match[1]), Number(match[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude, zoom } : undefined;
}

/** The address of the map as it is seen. */
export function mapPath({ latitude, longitude, zoom }: MapView): string {
  return `/map?at=${latitude.toFixed(5)},${wrapLongitude(longitude).toFixed(5)}&zoom=${zoom}`;
}

/** A map goes on beyond 180 degrees, where the world begins again. */
export function wrapLongitude(degrees: number): number {
  const turned = (((degrees + 180) % 360) + 360) % 360;
  return turned - 180;
}

/** The longitude of a point in the copy of the world that is nearest to what is looked at. */
export function nearestCopy(longitude: number, centre: number): number {
  return longitude + Math.round((centre - longitude) / 360) * 360;
}

/** What a map shows, as an area of the one world that there is. */
export function toWorldArea({ south, west, north, east }: MapArea): MapArea {
  const latitudes = { south: Math.max(-90, south), north: Math.min(90, north) };
  if (east - west >= 360) return { ...latitudes, west: -180, east: 180 };
  return { ...latitudes, west: wrapLongitude(west), east: wrapLongitude(east) };
}

/** As the API takes it. */
export function formatArea({ south, west, north, east }: MapArea): string {
  return [south, west, north, east].map((degrees) => String(Number(degrees.toFixed(6)))).join(",");
}

/** The smallest area with all of these, of which none crosses the date line; undefined where there are none. */
export function unionOf(areas: readonly MapArea[]): MapArea | undefined {
  const [first, ...rest] = areas;
  if (!first) return undefined;
  return rest.reduce(
    (union, area) => ({
      south: Math.min(union.south, area.south),
      west: Math.min(union.west, area.west),
      north: Math.max(union.north, area.north),
      east: Math.max(union.east, area.east),
    }),
    first,
  );
}
