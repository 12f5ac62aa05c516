import { execFile } from "node:child_process";
import { promisify } from "node:util";

export interface SampleClip {
  readonly fileName: string;
  /** An ffmpeg lavfi source. */
  readonly picture: string;
  readonly seconds: number;
  /** When it was taken, before now. */
  readonly daysAgo: number;
}

export const sampleClips: readonly SampleClip[] = [
  { fileName: "sample-zoom.mp4", picture: "mandelbrot=size=1280x720:rate=30", seconds: 12, daysAgo: 2 },
  { fileName: "sample-colours.mp4", picture: "testsrc2=size=1920x1080:rate=30", seconds: 10, daysAgo: 5 },
  { fileName: "sample-portrait.mp4", picture: "testsrc2=size=720x1280:rate=30,hue=h=40*t", seconds: 8, daysAgo: 8 },
];

export async function makeClip(ffmpegPath: string, clip: SampleClip, file: string, now: Date): Promise<void> {
  const takenAt = new Date(now.getTime() - clip.daysAgo * 86_400_000);
  await promisify(execFile)(ffmpegPath, [
    ...["-hide_banner", "-loglevel", "error", "-nostdin", "-y"],
    ...["-f", "lavfi", "-i", clip.picture, "-f", "lavfi", "-i", "sine=frequency=330:beep_factor=2"],
    ...["-t", String(clip.seconds), "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"],
    ...["-c:a", "aac", "-movflags", "+faststart"],
    ...["-metadata", `creation_time=${takenAt.toISOString()}`, file],
  ]);
}
