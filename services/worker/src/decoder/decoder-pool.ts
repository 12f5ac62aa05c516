import type { ImageJob, ProcessedImage } from "../image/process-image.ts";
import { ImageDecoderCrashedError } from "./decoder-errors.ts";
import { DecoderProcess, type DecoderProcessOptions } from "./decoder-process.ts";
import { probeIsolation } from "./isolation.ts";

export interface DecoderPoolOptions {
  /** Jobs at a time. */
  readonly size: number;
  /** Resident memory that one process may use. */
  readonly memoryBytes: number;
  readonly jobTimeoutMs?: number;
  /** A process is replaced after so many jobs: whatever a file did to it ends with it. */
  readonly jobsPerProcess?: number;
}

/** A process that keeps more than this share of its memory after a job is replaced. */
const keptMemoryShare = 0.25;

/**
 * Decodes images of strangers in processes of their own, that are used again: starting one costs as much as a small photo.
 * A process that faults, hangs or grows is killed, and only its own job fails.
 */
export class DecoderPool {
  readonly #options: DecoderProcessOptions;
  readonly #size: number;
  readonly #jobsPerProcess: number;
  readonly #idle: DecoderProcess[] = [];
  readonly #all = new Set<DecoderProcess>();
  readonly #waiting = new Set<PromiseWithResolvers<DecoderProcess>>();
  #isClosed = false;

  private constructor(options: DecoderPoolOptions, isolation: readonly string[]) {
    const { memoryBytes, size, jobTimeoutMs = 120_000, jobsPerProcess = 100 } = options;
    this.#options = { memoryBytes, jobTimeoutMs, isolation };
    this.#size = size;
    this.#jobsPerProcess = jobsPerProcess;
  }

  static async open(options: DecoderPoolOptions): Promise<DecoderPool> {
    return new DecoderPool(options, await probeIsolation());
  }

  /**
   * Inspects, plans and renders one image; the renditions are files in the job's folder.
   * Errors: `ImageFaultError`, `ImageDecoderTimeoutError`, `ImageDecoderCrashedError`, or the signal's reason.
   */
  async processImage(job: ImageJob, signal?: AbortSignal): Promise<ProcessedImage> {
    const process = await this.#take(signal);
    try {
      signal?.throwIfAborted();
      return await process.run(job, signal);
    } finally {
      await this.#giveBack(process);
    }
  }

  /** Ends all processes, also those at work. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const waiting of this.#waiting) waiting.reject(closed());
    await Promise.all([...this.#all].map((process) => process.end()));
  }

  async #take(signal: AbortSignal | undefined): Promise<DecoderProcess> {
    signal?.throwIfAborted();
    if (this.#isClosed) throw closed();
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.usable) return idle;
      this.#all.delete(idle);
    }
    return this.#all.size < this.#size ? this.#start() : this.#wait(signal);
  }

  async #wait(signal: AbortSignal | undefined): Promise<DecoderProcess> {
    const waiting = Promise.withResolvers<DecoderProcess>();
    const abort = (): void => {
      this.#waiting.delete(waiting);
      waiting.reject(signal?.reason);
    };
    this.#waiting.add(waiting);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      return await waiting.promise;
    } finally {
      this.#waiting.delete(waiting);
      signal?.removeEventListener("abort", abort);
    }
  }

  async #giveBack(process: DecoderProcess): Promise<void> {
    const isKept =
      process.usable && process.jobs < this.#jobsPerProcess && process.residentBytes < this.#options.memoryBytes * keptMemoryShare;
    if (!isKept) {
      await process.end();
      this.#all.delete(process);
    }
    const [next] = this.#waiting;
    if (!next || this.#isClosed) {
      if (isKept) this.#idle.push(process);
      return;
    }
    this.#waiting.delete(next);
    next.resolve(isKept ? process : this.#start());
  }

  #start(): DecoderProcess {
    const process = new DecoderProcess(this.#options);
    this.#all.add(process);
    return process;
  }
}

function closed(): ImageDecoderCrashedError {
  return new ImageDecoderCrashedError("The image decoder was shut down.");
}
