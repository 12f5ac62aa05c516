import { availableParallelism, cpus, loadavg } from "node:os";
import { probeFfmpegVersion } from "@mediashare/worker";
import { ffmpegPaths } from "../support/ffmpeg.ts";

/** Where and when it was measured, in a sentence. */
export async function describeMachine(now: Date): Promise<string> {
  const { ffmpeg, name } = ffmpegPaths();
  const { version } = await probeFfmpegVersion(ffmpeg);
  return [
    `Measured on ${now.toISOString().slice(0, 10)}`,
    `${availableParallelism()} cores of ${cpus()[0]?.model ?? "an unknown make"}`,
    `Node ${process.versions.node}`,
    `ffmpeg ${version} (${name})`,
    `load average at the end ${loadavg()
      .map((load) => load.toFixed(1))
      .join(" ")}.`,
  ].join(", ");
}
