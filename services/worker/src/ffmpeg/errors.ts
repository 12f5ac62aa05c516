import { DomainError } from "@mediashare/kit";

/** The decoder's own last words, for logs. */
function wordsOf(stderrTail: string): ErrorOptions {
  return stderrTail ? { cause: new Error(stderrTail) } : {};
}

export class DecoderTimeoutError extends DomainError {
  readonly code = "decoder_timeout";

  constructor(limitMs: number, stderrTail = "") {
    super(
      `Processing this video took longer than the ${Math.round(limitMs / 1000)} s allowed for this step and was stopped.`,
      wordsOf(stderrTail),
    );
  }
}

/** Neither output nor input moved for a while: mostly the storage behind the source, so it may pass. */
export class DecoderStalledError extends DomainError {
  readonly code = "decoder_stalled";

  constructor(limitMs: number, stderrTail = "") {
    super(
      `Processing this video made no progress for ${Math.round(limitMs / 1000)} s and was stopped. It may work at another try.`,
      wordsOf(stderrTail),
    );
  }
}

export class DecoderCrashedError extends DomainError {
  readonly code = "decoder_crashed";
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;

  constructor(ended: { exitCode?: number | undefined; signal?: NodeJS.Signals | undefined }, stderrTail = "") {
    super(
      "The video decoder stopped unexpectedly on this file. Try again; if it stays, export the video anew and upload that.",
      wordsOf(stderrTail),
    );
    this.exitCode = ended.exitCode;
    this.signal = ended.signal;
  }
}

/** The caller's signal was aborted. */
export class DecoderAbortedError extends DomainError {
  readonly code = "decoder_aborted";

  constructor(reason: unknown) {
    super("Processing this video was interrupted.", { cause: reason });
  }
}

/** The program cannot be started at all: an installation fault, or the machine is out of processes or memory. */
export class DecoderStartError extends DomainError {
  readonly code = "decoder_unavailable";

  constructor(program: string, cause: unknown) {
    super(`The video decoder ${program} cannot be started. Check MEDIASHARE_FFMPEG_PATH and MEDIASHARE_FFPROBE_PATH.`, { cause });
  }
}

/** An output ended in the middle of something; where the decoder failed too, that is the reason. */
export class OutputEndedEarlyError extends DomainError {
  readonly code = "decoder_crashed";
}

const faults = {
  truncated:
    "The file ends too early: part of the video is missing. Copy it from the camera again, or wait until it is fully saved, and upload it once more.",
  corrupt: "The file is damaged or is not a video. Check that it plays on your device and upload it once more.",
  no_video_stream: "The file has no moving picture in it.",
  unsupported_type: "This kind of video cannot be processed here. Export it as MP4 (H.264) and upload that.",
  too_long: "The video is longer than is accepted here. Cut it and upload the parts.",
  too_many_pixels: "The picture of this video is larger than is accepted here. Export it at a lower resolution and upload that.",
} as const;

export type VideoFaultCode = keyof typeof faults;

/** The file itself is at fault: the same file fails the same way again. */
export class VideoFaultError extends DomainError {
  readonly code: VideoFaultCode;

  constructor(code: VideoFaultCode, stderrTail = "") {
    super(faults[code], wordsOf(stderrTail));
    this.code = code;
  }
}
