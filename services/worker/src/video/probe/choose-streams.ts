import { VideoFaultError } from "../../ffmpeg/errors.ts";
import type { ProbeReport, StreamReport } from "./probe-report.ts";

/** The moving picture to show: cover pictures are none. @throws VideoFaultError */
export function chooseVideo(report: ProbeReport): StreamReport {
  const pictures = report.streams.filter((stream) => stream.codec_type === "video" && stream.disposition.attached_pic !== 1);
  if (pictures.length === 0) throw new VideoFaultError("no_video_stream");
  const chosen = preferDefault(pictures.filter(isDecodable));
  if (!chosen) throw new VideoFaultError("unsupported_type", "no video stream has a known codec");
  if (!chosen.width || !chosen.height) throw new VideoFaultError("corrupt", "the video stream has no size");
  return chosen;
}

/** The sound to play, if there is any that can be decoded. */
export function chooseAudio(report: ProbeReport): StreamReport | undefined {
  const sounds = report.streams.filter((stream) => stream.codec_type === "audio" && isDecodable(stream));
  return preferDefault(sounds.filter((stream) => (stream.channels ?? 0) > 0 && (stream.sample_rate ?? 0) > 0));
}

function preferDefault(streams: readonly StreamReport[]): StreamReport | undefined {
  return streams.find((stream) => stream.disposition.default === 1) ?? streams[0];
}

function isDecodable(stream: StreamReport): boolean {
  return stream.codec_name !== undefined && stream.codec_name !== "unknown" && stream.codec_name !== "none";
}
