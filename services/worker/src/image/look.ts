import { fromPixels, type Pixels, toPixels } from "./pixels.ts";

/** Two fingerprints of how a picture looks, 64 bits each, in hexadecimal: few bits differ between pictures that look alike. */
export interface Look {
  /** {@link outlineOf} */
  readonly outline: string;
  /** {@link stepsOf} */
  readonly steps: string;
}

/** Sides of the small grey picture that the outline is taken of, and of the square of its lowest frequencies. */
const side = 32;
const low = 8;
/** Where steps are taken of: one column more than there are bits in a row. */
const stepColumns = 9;
const stepRows = 8;
/** Standard deviation of grey, of 255. Below it a picture is one colour and some noise, and fingerprints say nothing. */
const leastContrast = 5;

/** @returns undefined for a picture that is of one colour all over: any two of them would look alike */
export async function makeLook(pixels: Pixels): Promise<Look | undefined> {
  const grey = await toGrey(pixels, side, side);
  if (deviation(grey) < leastContrast) return undefined;
  return { outline: outlineOf(grey), steps: stepsOf(await toGrey(pixels, stepColumns, stepRows)) };
}

async function toGrey(pixels: Pixels, width: number, height: number): Promise<readonly number[]> {
  const small = fromPixels(pixels).flatten({ background: "#ffffff" }).resize({ width, height, fit: "fill" });
  const { data, channels } = await toPixels(small);
  return Array.from({ length: width * height }, (_, at) => luma(data, at * channels, channels));
}

/** Rec. 601, as JPEG has it. */
function luma(data: Uint8Array, at: number, channels: number): number {
  const red = data[at] ?? 0;
  if (channels < 3) return red;
  return 0.299 * red + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/**
 * pHash: which of the 64 lowest frequencies are above their median. Scaling, compression and brightness hardly change that.
 * Christoph Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010, section 3.2.1.
 * @param grey 32 × 32
 */
export function outlineOf(grey: readonly number[]): string {
  const rows = Array.from({ length: side }, (_, y) => cosineTransform(grey.slice(y * side, (y + 1) * side)));
  const columns = Array.from({ length: low }, (_, x) => cosineTransform(rows.map((row) => row[x] as number)));
  const frequencies = Array.from({ length: low * low }, (_, at) => columns[at % low]?.[Math.floor(at / low)] as number);
  const median = frequencies.toSorted((a, b) => a - b)[frequencies.length / 2] as number;
  return toHex(frequencies.map((frequency) => frequency >= median));
}

/**
 * dHash: whether it gets brighter from each of 9 × 8 fields to the one on its right.
 * Neal Krawetz, Kind of Like That, 2013: https://www.hackerfactor.com/blog/index.php?/archives/529-Kind-of-Like-That.html
 * @param grey 9 × 8
 */
export function stepsOf(grey: readonly number[]): string {
  const bits = Array.from({ length: stepRows * (stepColumns - 1) }, (_, bit) => {
    const at = Math.floor(bit / (stepColumns - 1)) * stepColumns + (bit % (stepColumns - 1));
    return (grey[at + 1] as number) > (grey[at] as number);
  });
  return toHex(bits);
}

/** The frequencies after the constant one of a DCT-II, lowest first. */
function cosineTransform(values: readonly number[]): number[] {
  return Array.from({ length: low }, (_, index) =>
    values.reduce((sum, value, at) => sum + value * Math.cos((Math.PI * (2 * at + 1) * (index + 1)) / (2 * values.length)), 0),
  );
}

function toHex(bits: readonly boolean[]): string {
  return BigInt(`0b${bits.map(Number).join("")}`)
    .toString(16)
    .padStart(bits.length / 4, "0");
}
