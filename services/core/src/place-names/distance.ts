/** A point on Earth, in degrees. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

const earthRadiusKm = 6371;
const toRadians = Math.PI / 180;

/** Along the surface, by the haversine formula. */
export function distanceKm(from: Point, to: Point): number {
  const half = (degrees: number) => Math.sin((degrees * toRadians) / 2) ** 2;
  const between =
    half(to.latitude - from.latitude) +
    Math.cos(from.latitude * toRadians) * Math.cos(to.latitude * toRadians) * half(to.longitude - from.longitude);
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(between)));
}

/** West, south, east and north of boxes that have everything within a distance; two across the date line. */
export function boxesAround({ latitude, longitude }: Point, withinKm: number): readonly (readonly [number, number, number, number])[] {
  const high = withinKm / earthRadiusKm / toRadians;
  const [south, north] = [latitude - high, latitude + high];
  const widest = Math.cos(Math.max(Math.abs(south), Math.abs(north)) * toRadians);
  const wide = widest <= 0 ? 180 : Math.min(180, high / widest);
  const [west, east] = [longitude - wide, longitude + wide];
  if (west < -180)
    return [
      [-180, south, east, north],
      [west + 360, south, 180, north],
    ];
  if (east > 180)
    return [
      [west, south, 180, north],
      [-180, south, east - 360, north],
    ];
  return [[west, south, east, north]];
}
