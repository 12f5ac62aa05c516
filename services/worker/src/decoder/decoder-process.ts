import { type ChildProcess, spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { ImageFaultError } from "../image/image-fault.ts";
import type { ImageJob, ProcessedImage } from "../image/process-image.ts";
import { areOutputsSound } from "./check-outputs.ts";
import { ImageDecoderCrashedError, ImageDecoderTimeoutError } from "./decoder-errors.ts";
import { residentBytes, watchMemory } from "./memory-watch.ts";
import { answerMessage } from "./protocol.ts";

export interface DecoderProcessOptions {
  readonly memoryBytes: number;
  readonly jobTimeoutMs: number;
  /** Words before the command. */
  readonly isolation: readonly string[];
}

const script = fileURLToPath(new URL(`./child${extname(import.meta.url)}`, import.meta.url));

/** Compiled code imports compiled packages. */
const conditions = extname(script) === ".js" ? ["--conditions=production"] : [];

/**
 * Nothing of ours. With an arena for each thread, glibc keeps 500 MB after ten photos of 12 megapixels; with two, 280 MB, at the same CPU.
 */
const environment = { MALLOC_ARENA_MAX: "2" };

/** Pixels are not in V8's heap; what is there is small. */
const heapMegabytes = 256;

/** One decoder process: an environment with nothing in it, no network where that can be had, a group of its own, limits of time and memory. */
export class DecoderProcess {
  readonly #options: DecoderProcessOptions;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #fault: Error | undefined;
  #lastWords = "";
  #jobs = 0;

  constructor(options: DecoderProcessOptions) {
    this.#options = options;
    const command = [process.execPath, `--max-old-space-size=${heapMegabytes}`, ...conditions, script];
    const [program = process.execPath, ...args] = [...options.isolation, ...command];
    this.#child = spawn(program, args, { env: environment, stdio: ["ignore", "ignore", "pipe", "ipc"], detached: true });
    this.#child.stderr?.on("data", (text: Buffer) => {
      this.#lastWords = (this.#lastWords + text.toString()).slice(-2_000);
    });
    this.#ended = new Promise((resolve) => {
      this.#child.on("error", (error) => {
        this.#kill(new ImageDecoderCrashedError("The image decoder cannot be run.", { cause: error }));
        if (this.#child.pid === undefined) resolve();
      });
      this.#child.once("exit", (code, signal) => {
        this.#fault ??= this.#crash(`The image decoder stopped unexpectedly on this file (${signal ?? `exit code ${code}`}).`);
        resolve();
      });
    });
    if (this.#child.pid) setPriority(this.#child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  }

  get usable(): boolean {
    return this.#fault === undefined && this.#child.connected;
  }

  /** That it has begun. */
  get jobs(): number {
    return this.#jobs;
  }

  get residentBytes(): number {
    return residentBytes(this.#child.pid);
  }

  /** Errors: `ImageFaultError`, `ImageDecoderTimeoutError`, `ImageDecoderCrashedError`, or the signal's reason. After any but the first, the process is gone. */
  async run(job: ImageJob, signal?: AbortSignal): Promise<ProcessedImage> {
    this.#jobs += 1;
    const id = this.#jobs;
    const limits = this.#enforceLimits(signal);
    const heard = Promise.withResolvers<unknown>();
    this.#child.once("message", heard.resolve);
    // Where it cannot be sent, the process is about to be reported as ended.
    this.#child.send({ id, job }, () => {});
    try {
      const message = await Promise.race([heard.promise, this.#ended]);
      return await this.#read(message, id, job);
    } finally {
      limits.stop();
      this.#child.off("message", heard.resolve);
      if (this.#fault) await this.#ended;
    }
  }

  /** Ends it, also at work. */
  async end(): Promise<void> {
    this.#kill(new ImageDecoderCrashedError("The image decoder was shut down."));
    await this.#ended;
  }

  #enforceLimits(signal: AbortSignal | undefined): { stop(): void } {
    const { jobTimeoutMs, memoryBytes } = this.#options;
    const timeout = setTimeout(() => {
      this.#kill(new ImageDecoderTimeoutError(`Decoding this image took longer than ${jobTimeoutMs / 1000} s and was stopped.`));
    }, jobTimeoutMs);
    const memory = watchMemory(this.#child.pid, memoryBytes, () => {
      this.#kill(
        new ImageDecoderCrashedError(
          "Decoding this image took more memory than is allowed here. Make the image smaller and upload it again.",
        ),
      );
    });
    const abort = (): void => void this.#kill(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    return {
      stop: () => {
        clearTimeout(timeout);
        memory.stop();
        signal?.removeEventListener("abort", abort);
      },
    };
  }

  /** The process decodes strangers' bytes: what it says is checked like anything from outside. */
  async #read(message: unknown, id: number, job: ImageJob): Promise<ProcessedImage> {
    if (this.#fault) throw this.#fault;
    const { data: answer } = answerMessage.safeParse(message);
    if (answer?.id === id) {
      if ("fault" in answer) throw new ImageFaultError(answer.fault, answer.detail);
      if ("failure" in answer) throw this.#kill(this.#crash("The image decoder could not do its work.", answer.failure));
      if (await areOutputsSound(answer.result.images, job.folder)) return answer.result;
    }
    throw this.#kill(this.#crash("The image decoder answered nonsense on this file."));
  }

  #crash(sentence: string, detail = this.#lastWords): ImageDecoderCrashedError {
    return new ImageDecoderCrashedError(sentence, { cause: new Error(detail) });
  }

  /** The first fault is the reason; what follows from it is not. @returns the reason */
  #kill(reason: Error): Error {
    this.#fault ??= reason;
    const { pid, exitCode, signalCode } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGKILL");
    return this.#fault;
  }
}
