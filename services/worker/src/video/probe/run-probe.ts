import { VideoFaultError } from "../../ffmpeg/errors.ts";
import { runFfprobe } from "../../ffmpeg/run-ffprobe.ts";
import type { FfmpegSettings } from "../../ffmpeg/settings.ts";
import { demuxerOf } from "../demuxer.ts";
import type { VideoSource } from "../video-source.ts";
import { chooseVideo } from "./choose-streams.ts";
import type { VideoFacts } from "./facts.ts";
import { inspectFile } from "./file-state.ts";
import { PacketExtents } from "./packet-extent.ts";
import { buildPacketsCommand, buildProbeCommand } from "./probe-command.ts";
import { type ProbeReport, probeReportSchema } from "./probe-report.ts";
import { readFacts } from "./read-facts.ts";

export interface ProbeOptions {
  readonly source: VideoSource & { readonly sizeBytes: number };
  /** As the upload fleet found it in the content. */
  readonly contentType: string;
  readonly settings: FfmpegSettings;
  readonly signal?: AbortSignal | undefined;
  readonly now: Date;
}

/** A file without an index is read through once. */
const totalMs = 20 * 60_000;
const headSeconds = 2;
const tailSeconds = 10;
const longestReport = 16 * 1024 * 1024;

/**
 * Inspects a video.
 * Errors: `VideoFaultError` (`truncated`, `corrupt`, `no_video_stream`, `unsupported_type`), the source's own, those of `runFfprobe`.
 */
export async function runProbe(options: ProbeOptions): Promise<VideoFacts> {
  const demuxer = demuxerOf(options.contentType);
  const ask = (words: readonly string[], onLine: (line: string) => void): Promise<void> =>
    runFfprobe(words, { ...options.settings, totalMs }, { onLine, signal: options.signal, activity: () => options.source.bytesServed });
  try {
    const report = await readReport(ask, buildProbeCommand(demuxer, options.source.url));
    const video = chooseVideo(report);
    const packets = await readPackets(ask, (intervals) => buildPacketsCommand(demuxer, options.source.url, intervals), report, video.index);
    const facts = readFacts({ contentType: options.contentType, demuxer, report, video, packets, now: options.now });
    refuseCutShort(report, facts, packets);
    return facts;
  } catch (error) {
    if (options.source.fault) throw options.source.fault;
    if (!(error instanceof VideoFaultError) || (error.code !== "corrupt" && error.code !== "truncated")) throw error;
    const state = await inspectFile(demuxer, options.source.sizeBytes, (offset, length) => readAt(options.source.url, offset, length));
    const code = state === "truncated" ? "truncated" : state === "foreign" ? "corrupt" : error.code;
    throw new VideoFaultError(code, error.cause instanceof Error ? error.cause.message : "");
  }
}

type Ask = (words: readonly string[], onLine: (line: string) => void) => Promise<void>;

async function readReport(ask: Ask, command: readonly string[]): Promise<ProbeReport> {
  const lines: string[] = [];
  let length = 0;
  await ask(command, (line) => {
    length += line.length;
    if (length > longestReport) throw new VideoFaultError("corrupt", "the tags are larger than any camera's");
    lines.push(line);
  });
  return probeReportSchema.parse(JSON.parse(lines.join("\n")));
}

/** The first packets and the last ones tell the frame grid and the true end; where the file cannot be sought in, all packets do. */
async function readPackets(
  ask: Ask,
  command: (intervals?: readonly string[]) => readonly string[],
  report: ProbeReport,
  videoIndex: number,
): Promise<PacketExtents> {
  const { duration, start_time: start = 0 } = report.format;
  if (duration && duration > headSeconds + tailSeconds) {
    const head = new PacketExtents();
    await ask(command([`%+${headSeconds}`]), (line) => head.line(line));
    const sought = await seekTail(ask, command([`${(start + duration - tailSeconds).toFixed(3)}%`]), head, videoIndex);
    if (sought) return head;
  }
  const all = new PacketExtents();
  await ask(command(), (line) => all.line(line));
  return all;
}

async function seekTail(ask: Ask, command: readonly string[], packets: PacketExtents, videoIndex: number): Promise<boolean> {
  const before = packets.of(videoIndex)?.lastPts;
  try {
    await ask(command, (line) => packets.line(line));
  } catch (error) {
    if (!(error instanceof VideoFaultError)) throw error;
    return false;
  }
  return packets.of(videoIndex)?.lastPts !== before;
}

/** A file whose data end well before its index says: cut short in transfer, though its beginning would play. */
function refuseCutShort(report: ProbeReport, facts: VideoFacts, packets: PacketExtents): void {
  const declared = report.streams.find((stream) => stream.index === facts.streamIndex)?.duration ?? report.format.duration;
  if (!declared) return;
  const ends = report.streams.map((stream) => {
    const extent = packets.of(stream.index);
    const [num = 0, den = 1] = (stream.time_base ?? "").split("/").map(Number);
    return extent ? (extent.endPts * num) / den : 0;
  });
  const found = Math.max(...ends) - (report.format.start_time ?? 0);
  if (declared - found > Math.max(3, declared * 0.05)) {
    throw new VideoFaultError("truncated", `the index says ${declared.toFixed(1)} s, the data end at ${found.toFixed(1)} s`);
  }
}

async function readAt(url: string, offset: number, length: number): Promise<Buffer> {
  const response = await fetch(url, { headers: { range: `bytes=${offset}-${offset + length - 1}` } });
  return response.status === 206 ? Buffer.from(await response.arrayBuffer()) : Buffer.alloc(0);
}
