export interface DecoderProgress {
  /** Frames handed to the first encoder. */
  readonly frames: number;
  /** Time on the output's own clock; 0 until the first packet. */
  readonly outTimeUs: number;
  readonly sizeBytes: number;
}

const tailLines = 40;
const longestLine = 500;
const progressKey =
  /^(frame|fps|bitrate|total_size|out_time|out_time_ms|out_time_us|dup_frames|drop_frames|speed|progress|stream_\w+)=\s*(.*)$/;

/** Takes a decoder's stderr apart: the blocks that `-progress` writes, and the last lines of everything else. */
export class StderrReader {
  #tail: string[] = [];
  #block = new Map<string, string>();
  readonly #onProgress: (progress: DecoderProgress) => void;

  constructor(onProgress: (progress: DecoderProgress) => void) {
    this.#onProgress = onProgress;
  }

  get tail(): string {
    return this.#tail.join("\n");
  }

  line(line: string): void {
    const match = progressKey.exec(line);
    if (!match) {
      if (line.trim() === "") return;
      this.#tail.push(line.slice(0, longestLine));
      if (this.#tail.length > tailLines) this.#tail.shift();
      return;
    }
    const [, key = "", value = ""] = match;
    this.#block.set(key, value);
    if (key === "progress") this.#endBlock();
  }

  #endBlock(): void {
    // out_time_ms holds microseconds too, in every version; out_time_us came later (ffmpeg trac #7345).
    this.#onProgress({
      frames: this.#number("frame"),
      outTimeUs: this.#number("out_time_us") || this.#number("out_time_ms"),
      sizeBytes: this.#number("total_size"),
    });
    this.#block.clear();
  }

  #number(key: string): number {
    const value = Number(this.#block.get(key));
    return Number.isFinite(value) ? Math.max(0, value) : 0;
  }
}
