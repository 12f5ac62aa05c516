import { spawn } from "node:child_process";
import { classifyFailure } from "./classify-failure.ts";
import { DecoderStartError } from "./errors.ts";
import { killGroup } from "./kill-group.ts";
import { LineSplitter } from "./line-splitter.ts";
import { type FfmpegSettings, launcherPath, launcherWords } from "./settings.ts";
import { StderrReader } from "./stderr-reader.ts";
import { watchDecoder } from "./watchdog.ts";

export interface FfprobeHandlers {
  readonly onLine: (line: string) => void;
  readonly activity?: (() => number) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Runs ffprobe under the decoder's limits and hands over its output line by line. Errors: those of `runFfmpeg`, and what `onLine` throws. */
export async function runFfprobe(
  words: readonly string[],
  limits: FfmpegSettings & { totalMs: number },
  handlers: FfprobeHandlers,
): Promise<void> {
  const child = spawn(launcherPath, [...launcherWords(limits, limits.ffprobePath), ...words], { stdio: ["ignore", "pipe", "pipe"] });
  const started = new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) => reject(new DecoderStartError(limits.ffprobePath, error)));
  });
  await started;
  const stderr = new StderrReader(() => undefined);
  const errorLines = new LineSplitter((line) => stderr.line(line));
  child.stderr.setEncoding("utf8").on("data", (text: string) => errorLines.push(text));
  let lines = 0;
  const watchdog = watchDecoder(child, {
    totalMs: limits.totalMs,
    stallMs: limits.stallMs,
    signal: handlers.signal,
    activity: () => lines + (handlers.activity?.() ?? 0),
    isBlockedByUs: () => false,
    stderrTail: () => stderr.tail,
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let handlerError: unknown;
  const outLines = new LineSplitter((line) => {
    lines += 1;
    if (handlerError) return;
    try {
      handlers.onLine(line);
    } catch (error) {
      handlerError = error;
      killGroup(child);
    }
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => outLines.push(text));
  await closed;
  errorLines.end();
  outLines.end();
  watchdog.stop();
  if (watchdog.verdict) throw watchdog.verdict;
  if (handlerError) throw handlerError;
  if (child.exitCode === 0) return;
  throw classifyFailure({ program: limits.ffprobePath, exitCode: child.exitCode, signal: child.signalCode, stderrTail: stderr.tail });
}
