import type { MapArea } from "./map-view.ts";

/**
 * The smallest box with all of these areas, of which none crosses the date line. The box may: then it goes on beyond 180 degrees.
 * Undefined where there are none.
 */
export function fitBox(areas: readonly MapArea[]): MapArea | undefined {
  const [first, ...others] = areas.toSorted((a, b) => a.west - b.west);
  if (!first) return undefined;
  let reach = first.east;
  /** What lies east of a gap, and what lies west of it, once around the world. */
  const boxes: Pick<MapArea, "west" | "east">[] = [];
  for (const { west, east } of others) {
    if (west > reach) boxes.push({ west, east: reach + 360 });
    reach = Math.max(reach, east);
  }
  boxes.push({ west: first.west, east: reach });
  return {
    south: Math.min(...areas.map(({ south }) => south)),
    north: Math.max(...areas.map(({ north }) => north)),
    // Of two as narrow, the one that does not cross.
    ...boxes.reduce((best, box) => (box.east - box.west <= best.east - best.west ? box : best)),
  };
}
