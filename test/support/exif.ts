/** A directory entry of TIFF 6.0, section 2: tag, and its values by type. */
export type ExifTag = readonly [
  tag: number,
  value:
    | { ascii: string }
    | { bytes: readonly number[] }
    | { short: number }
    | { long: number }
    | { rational: readonly (readonly [number, number])[] },
];

export interface ExifDirectories {
  readonly image?: readonly ExifTag[];
  readonly exif?: readonly ExifTag[];
  readonly gps?: readonly ExifTag[];
}

/** Writes the TIFF structure that an EXIF block is. With `pixels` (8-bit grey, 16 wide), a whole TIFF file. */
export function buildTiff({ image = [], exif = [], gps = [] }: ExifDirectories, pixels?: Buffer): Buffer {
  const width = 16;
  const directories = [exif, gps];
  const pointers = [0x8769, 0x8825];
  let end = 8;
  const parts: Buffer[] = [];
  const place = (part: Buffer): number => {
    const at = end;
    parts.push(part);
    end += part.length;
    return at;
  };
  const links: ExifTag[] = directories.flatMap((tags, index) =>
    tags.length > 0 ? [[pointers[index] as number, { long: place(directory(tags, end)) }] as const] : [],
  );
  const strip: ExifTag[] = pixels
    ? [
        [0x100, { short: width }],
        [0x101, { short: pixels.length / width }],
        [0x102, { short: 8 }],
        [0x103, { short: 1 }],
        [0x106, { short: 1 }],
        [0x111, { long: place(pixels) }],
        [0x115, { short: 1 }],
        [0x116, { short: pixels.length / width }],
        [0x117, { long: pixels.length }],
      ]
    : [];
  const first = place(directory([...image, ...strip, ...links], end));
  const head = Buffer.from("II*\0\0\0\0\0", "latin1");
  head.writeUInt32LE(first, 4);
  return Buffer.concat([head, ...parts]);
}

/** Puts an EXIF block (APP1) behind the start of a JPEG. */
export function withExifBlock(jpeg: Uint8Array, block: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), block]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

function directory(tags: readonly ExifTag[], at: number): Buffer {
  const sorted = tags.toSorted(([a], [b]) => a - b);
  const entries = Buffer.alloc(2 + 12 * sorted.length + 4);
  entries.writeUInt16LE(sorted.length, 0);
  const values: Buffer[] = [];
  let valueAt = at + entries.length;
  for (const [index, [tag, value]] of sorted.entries()) {
    const { type, count, data } = encode(value);
    const entryAt = 2 + 12 * index;
    entries.writeUInt16LE(tag, entryAt);
    entries.writeUInt16LE(type, entryAt + 2);
    entries.writeUInt32LE(count, entryAt + 4);
    if (data.length <= 4) {
      data.copy(entries, entryAt + 8);
      continue;
    }
    entries.writeUInt32LE(valueAt, entryAt + 8);
    values.push(data);
    valueAt += data.length;
  }
  return Buffer.concat([entries, ...values]);
}

function encode(value: ExifTag[1]): { type: number; count: number; data: Buffer } {
  if ("ascii" in value) {
    const data = Buffer.from(`${value.ascii}\0`);
    return { type: 2, count: data.length, data };
  }
  if ("bytes" in value) return { type: 1, count: value.bytes.length, data: Buffer.from(value.bytes) };
  if ("rational" in value) {
    return { type: 5, count: value.rational.length, data: Buffer.from(new Uint32Array(value.rational.flat()).buffer) };
  }
  const data = Buffer.alloc("short" in value ? 2 : 4);
  if ("short" in value) data.writeUInt16LE(value.short);
  else data.writeUInt32LE(value.long);
  return { type: "short" in value ? 3 : 4, count: 1, data };
}

/** A place, as cameras write it. */
export const gps = [
  [1, { ascii: "N" }],
  [
    2,
    {
      rational: [
        [53, 1],
        [33, 1],
        [5, 1],
      ],
    },
  ],
  [3, { ascii: "E" }],
  [
    4,
    {
      rational: [
        [9, 1],
        [59, 1],
        [30, 1],
      ],
    },
  ],
] as const;
