/**
 * Cells that a tile of a map, 256 pixels wide, is divided into each way, to gather what is too near to be shown apart. They are 85 pixels
 * wide: room for one round picture.
 */
export const mapCellsPerTile = 3;

/** The cell of a point, counted from the north-west of the world in Web Mercator (EPSG:3857), as the API gathers media into cells. */
export function mapCellOf({ latitude, longitude }: { latitude: number; longitude: number }, zoom: number): { x: number; y: number } {
  const size = mapCellsPerTile * 2 ** zoom;
  const northing = Math.asinh(Math.tan((latitude * Math.PI) / 180)) / Math.PI;
  const cell = (share: number) => Math.min(size - 1, Math.max(0, Math.floor(share * size)));
  return { x: cell((longitude + 180) / 360), y: cell((1 - northing) / 2) };
}
