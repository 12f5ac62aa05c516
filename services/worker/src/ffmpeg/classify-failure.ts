import { DecoderCrashedError, DecoderStartError, type VideoFaultCode, VideoFaultError } from "./errors.ts";

export interface DecoderEnd {
  readonly program: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderrTail: string;
}

/** What ffmpeg (2018 to 8) writes, and what it says about the file; the first that matches counts. */
const signs: readonly (readonly [RegExp, VideoFaultCode])[] = [
  [/matches no streams|does not contain any stream/i, "no_video_stream"],
  [/decoder [^\n]*not found|unknown decoder|cannot find a decoder|unsupported codec/i, "unsupported_type"],
  [/not currently supported|not yet implemented in FFmpeg|not implemented/i, "unsupported_type"],
  [/moov atom not found|partial file|file ended prematurely|stream ends prematurely|: end of file/i, "truncated"],
  [/invalid data found|could not find codec parameters|not on whitelist|error while decoding|input\/output error/i, "corrupt"],
];

/** With which the launcher, as any shell, says that a program is not there or cannot be run. */
const notStarted: readonly (number | null)[] = [126, 127];

/** Sorts the failure of ffmpeg or ffprobe: the file's fault, or the decoder's own (a crash, no memory, not installed). */
export function classifyFailure(end: DecoderEnd): VideoFaultError | DecoderCrashedError | DecoderStartError {
  const ended = { exitCode: end.exitCode ?? undefined, signal: end.signal ?? undefined };
  // The last of them: the loader itself, when not even the libraries fit.
  const outOfMemory = /cannot allocate memory|bad_alloc|malloc of size|failed to map segment/i.test(end.stderrTail);
  if (end.signal || outOfMemory) return new DecoderCrashedError(ended, end.stderrTail);
  if (notStarted.includes(end.exitCode)) return new DecoderStartError(end.program, new Error(end.stderrTail));
  const sign = signs.find(([pattern]) => pattern.test(end.stderrTail));
  return sign ? new VideoFaultError(sign[1], end.stderrTail) : new DecoderCrashedError(ended, end.stderrTail);
}
