import type { MapArea } from "./map-area.ts";

/** Cells of the world in Web Mercator (EPSG:3857), counted from its north-west; the last column and row belong to it too. */
export interface MapGrid {
  /** Of the whole world, each way. */
  readonly size: number;
  /** May be greater than `east`, across the date line. */
  readonly west: number;
  readonly east: number;
  readonly north: number;
  readonly south: number;
}

/** Where Web Mercator ends, so that the world is a square; what lies beyond counts into the outermost rows. */
export const mercatorEnd = 85.0511287798066;

/** So many pictures do not fit a screen anyway, and each costs signatures. */
const mostCells = 400;

/**
 * The cells that an area touches. They stand still while a map is moved, and four of a zoom level make up one of the level before.
 * Where there would be too many, those of an earlier level are taken.
 * @param zoom as maps on the web count it: the world is 2^zoom tiles wide
 * @param cellsPerTile each way
 */
export function planGrid(area: MapArea, zoom: number, cellsPerTile: number): MapGrid {
  const grid = gridOf(area, cellsPerTile * 2 ** zoom);
  return zoom === 0 || countCells(grid) <= mostCells ? grid : planGrid(area, zoom - 1, cellsPerTile);
}

/** The part of the world that the cells cover, to the poles where they are the outermost. */
export function areaOfGrid({ size, west, east, north, south }: MapGrid): MapArea {
  return {
    south: south === size - 1 ? -90 : latitudeAt((south + 1) / size),
    west: longitudeAt(west / size),
    north: north === 0 ? 90 : latitudeAt(north / size),
    east: longitudeAt((east + 1) / size),
  };
}

function gridOf({ south, west, north, east }: MapArea, size: number): MapGrid {
  const cell = (share: number) => Math.min(size - 1, Math.max(0, Math.floor(share * size)));
  const columns = { west: cell(longitudeShare(west)), east: cell(longitudeShare(east)) };
  // All around the world, back into the column where it begins or the one before: no column is left out.
  const isWhole = west > east && columns.west <= columns.east + 1;
  return {
    size,
    ...(isWhole ? { west: 0, east: size - 1 } : columns),
    north: cell(latitudeShare(north)),
    south: cell(latitudeShare(south)),
  };
}

function countCells({ size, west, east, north, south }: MapGrid): number {
  const columns = east >= west ? east - west + 1 : size - west + east + 1;
  return columns * (south - north + 1);
}

const longitudeShare = (degrees: number) => (degrees + 180) / 360;
const longitudeAt = (share: number) => share * 360 - 180;

function latitudeShare(degrees: number): number {
  const radians = (Math.max(-mercatorEnd, Math.min(mercatorEnd, degrees)) * Math.PI) / 180;
  return (1 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / Math.PI) / 2;
}

function latitudeAt(share: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * share))) * 180) / Math.PI;
}
