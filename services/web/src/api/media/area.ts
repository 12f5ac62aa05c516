import type { MapArea } from "@mediashare/core";
import { z } from "zod";

/** A part of the world, as it stands in an address. */
export const areaText = z
  .string()
  .regex(/^-?\d{1,3}(?:\.\d{1,12})?(?:,-?\d{1,3}(?:\.\d{1,12})?){3}$/, "must be south,west,north,east in degrees")
  .refine((text) => isOnEarth(toArea(text)), "must have latitudes from -90 to 90, south before north, and longitudes from -180 to 180");

export function toArea(text: string): MapArea {
  const [south, west, north, east] = text.split(",").map(Number) as [number, number, number, number];
  return { south, west, north, east };
}

/** The next larger area that {@link areaText} can be written of without losing any of it: six digits, of which the last are centimetres. */
export function roundOut({ south, west, north, east }: MapArea): MapArea {
  const down = (degrees: number) => Math.floor(degrees * 1e6) / 1e6;
  const up = (degrees: number) => Math.ceil(degrees * 1e6) / 1e6;
  return { south: down(south), west: down(west), north: up(north), east: up(east) };
}

function isOnEarth({ south, west, north, east }: MapArea): boolean {
  return south >= -90 && south <= north && north <= 90 && Math.abs(west) <= 180 && Math.abs(east) <= 180;
}
