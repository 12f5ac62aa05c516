/** Rows of 8-bit pixels, and the ICC profile that says which colours they are. Without one they are sRGB. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** The fourth is alpha, not multiplied into the others. */
  readonly channels: 3 | 4;
  readonly profile: Uint8Array | undefined;
  row(y: number): Uint8Array;
}

/** Types of values in TIFF 6.0, section 2, by their numbers: SHORT, LONG, UNDEFINED. */
const valueBytes = { 3: 2, 4: 4, 7: 1 } as const;
type Field = readonly [tag: number, type: keyof typeof valueBytes, values: ArrayLike<number>];

/** libvips reads a strip at a time. */
const rowsPerStrip = 64;

/**
 * An uncompressed TIFF (TIFF 6.0, sections 3, 6 and 18; the profile as in ICC.1, annex B.4). sharp takes no profile for raw pixels; from a
 * TIFF it takes both.
 */
export function buildTiff(raster: Raster): Buffer<ArrayBuffer> {
  const rowBytes = raster.width * raster.channels;
  const directoryBytes = bytesOf(listFields(raster, 0));
  const pixelsAt = 8 + directoryBytes;
  const tiff = Buffer.alloc(pixelsAt + rowBytes * raster.height);
  tiff.write("II*\0\x08\0\0\0", "latin1");
  writeDirectory(tiff, listFields(raster, pixelsAt));
  for (let y = 0; y < raster.height; y += 1) tiff.set(raster.row(y), pixelsAt + y * rowBytes);
  return tiff;
}

/** By ascending tag, as TIFF wants them. */
function listFields({ width, height, channels, profile }: Raster, pixelsAt: number): Field[] {
  const rowBytes = width * channels;
  const strips = Array.from({ length: Math.ceil(height / rowsPerStrip) }, (_, index) => index * rowsPerStrip);
  return [
    [256, 4, [width]],
    [257, 4, [height]],
    [258, 3, Array<number>(channels).fill(8)],
    [259, 3, [1]],
    [262, 3, [2]],
    [273, 4, strips.map((firstRow) => pixelsAt + firstRow * rowBytes)],
    [277, 3, [channels]],
    [278, 4, [rowsPerStrip]],
    [279, 4, strips.map((firstRow) => Math.min(rowsPerStrip, height - firstRow) * rowBytes)],
    ...(channels === 4 ? ([[338, 3, [2]]] as const) : []),
    ...(profile ? ([[34675, 7, profile]] as const) : []),
  ];
}

function bytesOf(fields: readonly Field[]): number {
  return fields.reduce((sum, field) => sum + outsideBytes(field), 2 + 12 * fields.length + 4);
}

/** Values of more than four bytes lie behind the directory, at even places. */
function outsideBytes([, type, values]: Field): number {
  const bytes = valueBytes[type] * values.length;
  return bytes > 4 ? bytes + (bytes % 2) : 0;
}

function writeDirectory(tiff: Buffer, fields: readonly Field[]): void {
  tiff.writeUInt16LE(fields.length, 8);
  let outside = 8 + 2 + 12 * fields.length + 4;
  for (const [index, field] of fields.entries()) {
    const [tag, type, values] = field;
    const at = 10 + 12 * index;
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(values.length, at + 4);
    const isOutside = outsideBytes(field) > 0;
    if (isOutside) tiff.writeUInt32LE(outside, at + 8);
    writeValues(tiff, isOutside ? outside : at + 8, type, values);
    outside += outsideBytes(field);
  }
}

function writeValues(tiff: Buffer, at: number, type: Field[1], values: ArrayLike<number>): void {
  const size = valueBytes[type];
  for (let index = 0; index < values.length; index += 1) tiff.writeUIntLE(values[index] as number, at + index * size, size);
}
