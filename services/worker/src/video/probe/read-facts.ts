import { VideoFaultError } from "../../ffmpeg/errors.ts";
import type { Demuxer } from "../demuxer.ts";
import { parseRational, type Rational, toNumber } from "../rational.ts";
import { chooseAudio } from "./choose-streams.ts";
import type { VideoFacts } from "./facts.ts";
import type { PacketExtents } from "./packet-extent.ts";
import type { ProbeReport, StreamReport } from "./probe-report.ts";
import { readTags } from "./read-tags.ts";

export interface FactsInput {
  readonly contentType: string;
  readonly demuxer: Demuxer;
  readonly report: ProbeReport;
  readonly video: StreamReport;
  readonly packets: PacketExtents;
  readonly now: Date;
}

/** What ffprobe reported, as facts. @throws VideoFaultError */
export function readFacts(input: FactsInput): VideoFacts {
  const { report, video, packets } = input;
  const extent = packets.of(video.index);
  const timeBase = parseRational(video.time_base);
  if (!extent || !timeBase) throw new VideoFaultError("corrupt", "the video stream has no frame with a timestamp");
  const startPts = Math.min(video.start_pts ?? extent.headPts[0] ?? 0, extent.lastPts);
  const [codedWidth, codedHeight] = [video.width as number, video.height as number];
  const rotation = rotationOf(video);
  const frameRate = { average: parseRational(video.avg_frame_rate), base: parseRational(video.r_frame_rate) };
  const hdr = ({ smpte2084: "pq", "arib-std-b67": "hlg" } as const)[video.color_transfer ?? ""];
  const audio = audioFacts(report, packets);
  return {
    demuxer: input.demuxer,
    container: containerOf(input.contentType, report),
    durationMs: Math.max(0, Math.round((extent.endPts - startPts) * toNumber(timeBase) * 1000)),
    streamIndex: video.index,
    videoCodec: video.codec_name as string,
    pixelFormat: video.pix_fmt ?? "unknown",
    codedWidth,
    codedHeight,
    ...displaySize(codedWidth, codedHeight, parseRational(video.sample_aspect_ratio), rotation),
    rotation,
    interlaced: ["tt", "bb", "tb", "bt"].includes(video.field_order ?? ""),
    frameRate: { ...(frameRate.average ? { average: frameRate.average } : {}), ...(frameRate.base ? { base: frameRate.base } : {}) },
    isVariableFrameRate: isVariable(frameRate.average, frameRate.base),
    colour: { ...known("matrix", video.color_space), ...known("primaries", video.color_primaries) },
    ...(hdr ? { hdr } : {}),
    timing: { timeBase, startPts, lastPts: extent.lastPts, endPts: extent.endPts, headPts: [...extent.headPts] },
    ...(audio ? { audio } : {}),
    ...readTags({ ...video.tags, ...report.format.tags }, input.now),
  };
}

function containerOf(contentType: string, report: ProbeReport): VideoFacts["container"] {
  if (contentType === "video/webm") return "webm";
  if (contentType === "video/matroska") return "mkv";
  return report.format.tags.major_brand?.startsWith("qt") ? "mov" : "mp4";
}

/** A display matrix turns counterclockwise, the older `rotate` tag clockwise. */
function rotationOf(video: StreamReport): number {
  const matrix = video.side_data_list.find((data) => data.rotation !== undefined)?.rotation;
  const clockwise = matrix === undefined ? Number(video.tags.rotate ?? 0) : -matrix;
  return Number.isFinite(clockwise) ? (((Math.round(clockwise / 90) * 90) % 360) + 360) % 360 : 0;
}

function displaySize(
  width: number,
  height: number,
  aspect: Rational | undefined,
  rotation: number,
): { displayWidth: number; displayHeight: number } {
  // Players widen or narrow the picture and keep its height.
  const shown = Math.max(1, Math.round(width * (aspect ? toNumber(aspect) : 1)));
  return rotation % 180 === 0 ? { displayWidth: shown, displayHeight: height } : { displayWidth: height, displayHeight: shown };
}

/** Two rates that differ by less are one: a clock's drift, or the odd frame that a phone leaves out. */
const sameRate = 0.005;

function isVariable(average: Rational | undefined, base: Rational | undefined): boolean {
  if (!average || !base) return true;
  return Math.abs(toNumber(average) / toNumber(base) - 1) > sameRate;
}

function audioFacts(report: ProbeReport, packets: PacketExtents): VideoFacts["audio"] {
  const audio = chooseAudio(report);
  const extent = audio && packets.of(audio.index);
  const timeBase = parseRational(audio?.time_base);
  // A track without a single packet is no sound.
  if (!audio || !extent || !timeBase) return undefined;
  return {
    streamIndex: audio.index,
    codec: audio.codec_name as string,
    channels: audio.channels as number,
    sampleRate: audio.sample_rate as number,
    endMs: extent.endPts * toNumber(timeBase) * 1000,
  };
}

function known<Name extends string>(name: Name, value: string | undefined): { [name in Name]?: string } {
  return (value === undefined || value === "unknown" ? {} : { [name]: value }) as { [name in Name]?: string };
}
