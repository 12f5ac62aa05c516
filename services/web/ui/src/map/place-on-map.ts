import { mapCellsPerTile } from "../../../src/site/map-cells.ts";

/** Of the round picture of a place, with a gap to its neighbour. */
export const placePx = 56;

const cellPx = 256 / mapCellsPerTile;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Where the picture of a cell is drawn, in pixels of the whole world: in the middle of its media, but so far inside its cell that it covers
 * no neighbour's.
 */
export function insideCell({ x, y }: Point): Point {
  return { x: inside(x), y: inside(y) };
}

function inside(position: number): number {
  const start = Math.floor(position / cellPx) * cellPx;
  return Math.min(start + cellPx - placePx / 2, Math.max(start + placePx / 2, position));
}
