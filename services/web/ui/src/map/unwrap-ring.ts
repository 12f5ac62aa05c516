type Position = readonly number[];

/**
 * A ring of longitudes and latitudes that goes on beyond 180 degrees instead of leaping to the other side of a flat map. One that leads
 * around a pole, as Antarctica's does, is closed along the map's edge.
 */
export function unwrapRing(ring: readonly Position[]): number[][] {
  let shift = 0;
  const points = ring.map(([longitude = 0, latitude = 0], index) => {
    const before = ring[index - 1]?.[0] ?? longitude;
    shift += longitude - before > 180 ? -360 : longitude - before < -180 ? 360 : 0;
    return [longitude + shift, latitude];
  });
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || shift === 0) return points;
  const edge = Math.sign(last[1] ?? 0) * 90;
  return [...points, [last[0] as number, edge], [first[0] as number, edge], first];
}
