import ffmpegInstaller from "@ffmpeg-installer/ffmpeg";
import ffprobeInstaller from "@ffprobe-installer/ffprobe";
import { DecoderStartError, type FfmpegVersion, probeFfmpegVersion } from "@mediashare/worker";

export interface Ffmpeg extends FfmpegVersion {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  /** The build inside npm. */
  readonly bundled: boolean;
}

/** ffmpeg as named, else from PATH, else the build inside npm. */
export async function locateFfmpeg(named: { ffmpeg: string; ffprobe: string }): Promise<Ffmpeg> {
  const version = await probe(named.ffmpeg);
  if (version && (await probe(named.ffprobe))) return { ...version, ffmpegPath: named.ffmpeg, ffprobePath: named.ffprobe, bundled: false };
  const bundled = await probeFfmpegVersion(ffmpegInstaller.path);
  return { ...bundled, ffmpegPath: ffmpegInstaller.path, ffprobePath: ffprobeInstaller.path, bundled: true };
}

/** Undefined where there is no such program, or none for this machine. */
async function probe(path: string): Promise<FfmpegVersion | undefined> {
  try {
    return await probeFfmpegVersion(path);
  } catch (error) {
    if (error instanceof DecoderStartError) return undefined;
    throw error;
  }
}
