/**
 * Cells that a tile of a map, 256 pixels wide, is divided into each way, to gather what is too near to be shown apart. They are 85 pixels
 * wide: room for one round picture.
 */
export const mapCellsPerTile = 3;
