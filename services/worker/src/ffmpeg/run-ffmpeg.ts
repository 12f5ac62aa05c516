import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import ffmpeg from "fluent-ffmpeg";
import { classifyFailure, type DecoderEnd } from "./classify-failure.ts";
import type { FfmpegCommand } from "./command.ts";
import { DecoderStartError, OutputEndedEarlyError } from "./errors.ts";
import { killGroup } from "./kill-group.ts";
import { type OutputSocket, openOutputSockets } from "./output-sockets.ts";
import { type FfmpegSettings, launcherPath, launcherWords } from "./settings.ts";
import { type DecoderProgress, StderrReader } from "./stderr-reader.ts";
import { type Watchdog, watchDecoder } from "./watchdog.ts";

export interface FfmpegHandlers {
  /** By output's name; each must read its stream to the end. An error of one ends the decoder. */
  readonly outputs: Readonly<Record<string, (stream: Readable) => Promise<void>>>;
  readonly onProgress?: ((progress: DecoderProgress) => void) | undefined;
  /** Any further number that moves while there is progress, such as bytes read from the source. */
  readonly activity?: (() => number) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FfmpegLimits extends FfmpegSettings {
  readonly totalMs: number;
}

/**
 * Runs ffmpeg until it ends and every output is read.
 * Errors: that of an output's handler; `VideoFaultError` (the file's fault); `DecoderTimeoutError`, `DecoderStalledError`,
 * `DecoderAbortedError`, `DecoderCrashedError`, `DecoderStartError`.
 */
export async function runFfmpeg(command: FfmpegCommand, limits: FfmpegLimits, handlers: FfmpegHandlers): Promise<void> {
  const outputs = await openOutputSockets(
    command.outputs.map((output) => output.name),
    limits.socketRoot,
  );
  let handlerError: unknown;
  try {
    const run = await startDecoder(command, outputs.sockets, limits, handlers, outputs.hasUnread);
    const ended = new Promise<"ended">(
      (resolve) =>
        void run.ended.then(
          () => resolve("ended"),
          () => resolve("ended"),
        ),
    );
    const read = outputs.sockets.map(async (output) => {
      const stream = await Promise.race([output.connection, ended]);
      if (stream === "ended") return;
      try {
        await (handlers.outputs[output.name] as (stream: Readable) => Promise<void>)(stream);
      } catch (error) {
        handlerError ??= error;
        stream.destroy();
        if (!(error instanceof OutputEndedEarlyError)) killGroup(run.child);
      }
    });
    const end = await run.ended;
    await Promise.all(read);
    if (run.watchdog.verdict) throw run.watchdog.verdict;
    if (handlerError && !(handlerError instanceof OutputEndedEarlyError)) throw handlerError;
    if (end.exitCode !== 0) throw classifyFailure(end);
    if (handlerError) throw handlerError;
  } finally {
    await outputs.close();
  }
}

interface Run {
  readonly child: ChildProcess;
  readonly watchdog: Watchdog;
  readonly ended: Promise<DecoderEnd>;
}

function startDecoder(
  command: FfmpegCommand,
  sockets: readonly OutputSocket[],
  limits: FfmpegLimits,
  handlers: FfmpegHandlers,
  isBlockedByUs: () => boolean,
): Promise<Run> {
  let progressCount = 0;
  let last: DecoderProgress | undefined;
  const stderr = new StderrReader((progress) => {
    const moved = progress.frames !== last?.frames || progress.outTimeUs !== last.outTimeUs || progress.sizeBytes !== last.sizeBytes;
    last = progress;
    if (!moved) return;
    progressCount += 1;
    handlers.onProgress?.(progress);
  });
  const fluent = composeFluent(command, sockets, limits);

  return new Promise<Run>((resolve, reject) => {
    fluent.once("start", () => {
      const child = (fluent as unknown as { ffmpegProc: ChildProcess }).ffmpegProc;
      // fluent-ffmpeg's own listener throws when a process cannot be started.
      child.removeAllListeners("error");
      child.once("error", (error) => reject(new DecoderStartError(limits.ffmpegPath, error)));
      if (child.pid === undefined) return;
      const watchdog = watchDecoder(child, {
        totalMs: limits.totalMs,
        stallMs: limits.stallMs,
        signal: handlers.signal,
        activity: () => progressCount + (handlers.activity?.() ?? 0),
        isBlockedByUs,
        stderrTail: () => stderr.tail,
      });
      const ended = new Promise<DecoderEnd>((settle) => {
        const finish = (): void => {
          watchdog.stop();
          settle({ program: limits.ffmpegPath, exitCode: child.exitCode, signal: child.signalCode, stderrTail: stderr.tail });
        };
        fluent.once("end", finish);
        fluent.once("error", finish);
      });
      resolve({ child, watchdog, ended });
    });
    fluent.once("error", (error) => reject(new DecoderStartError(limits.ffmpegPath, error)));
    fluent.on("stderr", (line: string) => stderr.line(line));
    fluent.run();
  });
}

function composeFluent(command: FfmpegCommand, sockets: readonly OutputSocket[], limits: FfmpegLimits): ffmpeg.FfmpegCommand {
  const fluent = ffmpeg({ logger: silent });
  fluent.setFfmpegPath(launcherPath);
  skipCapabilityChecks(fluent, command);
  // fluent-ffmpeg puts the first input's options before everything else: the place for the launcher's words.
  // Given one by one, options are not split at spaces.
  fluent.input(command.input.url).inputOptions(...launcherWords(limits, limits.ffmpegPath), ...globalWords, ...command.input.options);
  if (command.filterGraph) fluent.complexFilter(command.filterGraph);
  command.outputs.forEach((output, index) => {
    fluent.output((sockets[index] as OutputSocket).url).outputOptions(...output.options);
  });
  return fluent;
}

const globalWords = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "error", "-progress", "pipe:2"];

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** fluent-ffmpeg starts ffmpeg twice to list formats and encoders; our commands name only what every build has. */
function skipCapabilityChecks(fluent: ffmpeg.FfmpegCommand, command: FfmpegCommand): void {
  const words = [command.input.options, ...command.outputs.map((output) => output.options)];
  const named = words.flatMap((options) => options.filter((_, index) => options[index - 1] === "-f"));
  const formats = Object.fromEntries(named.map((name) => [name, { description: name, canMux: true, canDemux: true }]));
  fluent.availableFormats = (callback) => callback(null as unknown as Error, formats);
  fluent.availableEncoders = (callback) => callback(null as unknown as Error, {});
}
