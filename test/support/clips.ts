import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { ffmpeg, ffmpegPaths } from "./ffmpeg.ts";

const bits = 10;
const barWidth = 24;

export interface ClipOptions {
  readonly file: string;
  readonly frames: number;
  /** Such as `30000/1001`. */
  readonly rate: string;
  /** Encoder and muxer options. */
  readonly words: readonly string[];
  /** Filters after the numbering. */
  readonly filters?: readonly string[];
  /** A 1 kHz tone that begins, and a white bar at the bottom that appears, at this time. */
  readonly signalAtSeconds?: number;
}

/** Makes a clip whose every frame shows its own number, as vertical bars: black is 0, white is 1, the lowest bit at the left. */
export async function makeNumberedClip(options: ClipOptions): Promise<void> {
  const { signalAtSeconds } = options;
  const bars = Array.from({ length: bits }, (_, bit) => bar(bit * barWidth, 0, barWidth, 100, `gt(mod(floor(n/${2 ** bit}),2),0)`));
  const flash = signalAtSeconds === undefined ? [] : [bar(0, 100, bits * barWidth, 35, `gte(t,${signalAtSeconds})`)];
  const seconds = options.frames / ratio(options.rate);
  const sound =
    signalAtSeconds === undefined
      ? []
      : ["-f", "lavfi", "-i", `aevalsrc='0.5*sin(2000*PI*t)*gte(t,${signalAtSeconds})':s=48000:d=${seconds}`];
  await ffmpeg([
    ...["-f", "lavfi", "-i", `color=black:size=${bits * barWidth}x136:rate=${options.rate}`, ...sound],
    ...["-vf", [...bars, ...flash, ...(options.filters ?? [])].join(","), "-frames:v", String(options.frames), "-pix_fmt", "yuv420p"],
    ...options.words,
    options.file,
  ]);
}

/** The numbers that the frames of a numbered clip show, in order, with no frame made up or left out by the reader. */
export async function readNumbers(file: string, filters: readonly string[] = []): Promise<number[]> {
  const chain = [...filters, "crop=iw:ih*0.6:0:0", `scale=${bits}:1:flags=area`, "format=gray"].join(",");
  const { stdout } = await promisify(execFile)(
    ffmpegPaths().ffmpeg,
    ["-v", "error", "-nostdin", "-i", file, "-map", "0:v:0", "-vf", chain, "-vsync", "passthrough", "-f", "rawvideo", "-"],
    { encoding: "buffer", maxBuffer: 1 << 24 },
  );
  return Array.from({ length: stdout.length / bits }, (_, frame) =>
    Array.from({ length: bits }, (_, bit) => ((stdout[frame * bits + bit] ?? 0) > 120 ? 2 ** bit : 0)).reduce(
      (sum, value) => sum + value,
      0,
    ),
  );
}

/** When the tone of a clip begins, in seconds of playing time. */
export async function readToneStart(file: string): Promise<number> {
  const { stdout } = await promisify(execFile)(
    ffmpegPaths().ffmpeg,
    [
      "-v",
      "error",
      "-nostdin",
      "-copyts",
      "-i",
      file,
      "-map",
      "0:a:0",
      "-af",
      "aresample=async=1:first_pts=0",
      "-ac",
      "1",
      "-ar",
      "48000",
      "-f",
      "s16le",
      "-",
    ],
    { encoding: "buffer", maxBuffer: 1 << 26 },
  );
  for (let offset = 0; offset + 1 < stdout.length; offset += 2) if (Math.abs(stdout.readInt16LE(offset)) > 3000) return offset / 2 / 48_000;
  return Number.NaN;
}

/** Marks an MP4 or MOV as held sideways, as a phone does: to be turned 90 degrees clockwise. */
export async function turnClip(from: string, to: string): Promise<void> {
  const bytes = await readFile(from);
  // The matrix of the track header (ISO/IEC 14496-12, 8.3.2), version 0.
  const matrixAt = bytes.indexOf("tkhd") + 4 + 40;
  for (const [index, value] of [0, 1, 0, -1, 0, 0].entries()) bytes.writeInt32BE(value * 0x10000, matrixAt + 4 * index);
  await writeFile(to, bytes);
}

export interface ProbedPacket {
  readonly ptsSeconds: number;
  readonly isKey: boolean;
}

/** Of the file's first video stream, in order of showing. */
export async function readPackets(file: string): Promise<ProbedPacket[]> {
  const { stdout } = await promisify(execFile)(
    ffmpegPaths().ffprobe,
    ["-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0", file],
    { maxBuffer: 1 << 24 },
  );
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.split(","))
    .map(([pts, flags]) => ({ ptsSeconds: Number(pts), isKey: flags?.startsWith("K") ?? false }))
    .sort((a, b) => a.ptsSeconds - b.ptsSeconds);
}

function bar(x: number, y: number, width: number, height: number, when: string): string {
  return `drawbox=x=${x}:y=${y}:w=${width}:h=${height}:c=white:t=fill:enable='${when}'`;
}

function ratio(text: string): number {
  const [num = 0, den = 1] = text.split("/").map(Number);
  return num / den;
}
