import type { MediaPlace } from "../../../src/api/places/schema.ts";
import type { SiteConfig } from "../api/media-api.ts";

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

/** The media that the page's address says is looked for, `&media=…`. */
export function parseChosen(search: string): string | undefined {
  const id = new URLSearchParams(search).get("media")?.toLowerCase();
  return id && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : undefined;
}

/** The address of the map as it is seen, and of the media that is looked for there. */
export function mapPath({ latitude, longitude, zoom }: MapView, chosenId?: string): string {
  const view = `/map?at=${latitude.toFixed(5)},${wrapLongitude(longitude).toFixed(5)}&zoom=${zoom}`;
  return chosenId === undefined ? view : `${view}&media=${chosenId}`;
}

/** From how near one place is looked at, so that something is to be seen around it: outlines of countries are all there is without tiles. */
export function placeZoom(tiles: SiteConfig["mapTiles"]): number {
  return tiles ? 14 : 7;
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

/** Whether a point is in what a map shows. */
export function isInView({ latitude, longitude }: Pick<MapView, "latitude" | "longitude">, { south, west, north, east }: MapArea): boolean {
  const copy = nearestCopy(longitude, (west + east) / 2);
  return latitude >= south && latitude <= north && copy >= west && copy <= east;
}

/** As the API takes it. */
export function formatArea({ south, west, north, east }: MapArea): string {
  return [south, west, north, east].map((degrees) => String(Number(degrees.toFixed(6)))).join(",");
}
