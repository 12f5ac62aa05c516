/** A part of the world, in degrees; west may be greater than east, across the date line. */
export interface MapArea {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}
