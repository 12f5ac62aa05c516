import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildTiff, withExifBlock } from "./exif.ts";
import { ffmpegPaths } from "./ffmpeg.ts";

/** As iOS writes it: a big-endian directory with one other entry and the content identifier (tag 0x0011). */
export function appleMakerNote(contentId: string): Buffer {
  const value = Buffer.from(`${contentId}\0`, "latin1");
  const directory = Buffer.alloc(2 + 2 * 12 + 4);
  const valueAt = 14 + directory.length;
  directory.writeUInt16BE(2, 0);
  directory.writeUInt16BE(0x0001, 2);
  directory.writeUInt16BE(9, 4);
  directory.writeUInt32BE(1, 6);
  directory.writeUInt32BE(14, 10);
  directory.writeUInt16BE(0x0011, 14);
  directory.writeUInt16BE(2, 16);
  directory.writeUInt32BE(value.length, 18);
  directory.writeUInt32BE(valueAt, 22);
  return Buffer.concat([Buffer.from("Apple iOS\0\0\x01MM", "latin1"), directory, value]);
}

export interface LiveOptions {
  /** ISO 8601 with seconds, taken as UTC. */
  readonly capturedAt: string;
  readonly contentId?: string;
}

/** The still of a live photo: a JPEG with what a phone writes into it. */
export function asLiveStill(jpeg: Uint8Array, { capturedAt, contentId }: LiveOptions): Uint8Array<ArrayBuffer> {
  const written = capturedAt.slice(0, 19).replaceAll("-", ":").replace("T", " ");
  const block = buildTiff({
    exif: [
      [0x9003, { ascii: written }],
      [0x9011, { ascii: "+00:00" }],
      ...(contentId ? [[0x927c, { bytes: [...appleMakerNote(contentId)] }] as const] : []),
    ],
  });
  return new Uint8Array(withExifBlock(jpeg, block));
}

/** The moving part: two seconds of QuickTime. */
export async function makeLiveVideo({ capturedAt, contentId }: LiveOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { ffmpeg } = await ffmpegPaths();
  const folder = await mkdtemp(join(tmpdir(), "mediashare-live-"));
  try {
    const file = join(folder, "live.mov");
    await promisify(execFile)(ffmpeg, [
      ...["-hide_banner", "-loglevel", "error", "-nostdin", "-y"],
      ...[
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=320x240:rate=25",
        "-t",
        "2",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
      ],
      ...["-metadata", `creation_time=${capturedAt}`],
      ...(contentId ? ["-metadata", `com.apple.quicktime.content.identifier=${contentId}`] : []),
      ...["-movflags", "use_metadata_tags", file],
    ]);
    return new Uint8Array(await readFile(file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
