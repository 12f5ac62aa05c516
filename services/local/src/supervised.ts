import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { DomainError, type Logger } from "@mediashare/kit";

/** A part of the whole does not come up at all. */
export class PartEndedError extends DomainError {
  readonly code = "part_ended";
}

export interface SupervisedOptions {
  readonly name: string;
  /** The script that Node runs. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Sent to it by IPC once it runs: for what must not stand in its arguments. */
  readonly tell?: string;
  /** Where its output goes. */
  readonly logFile: string;
  /** Resolves when it can be used. */
  readonly ready: (child: ChildProcess) => Promise<void>;
  readonly logger: Logger;
}

const firstRestartMs = 250;
const longestRestartMs = 10_000;
/** A process that ran this long was well: its next restart is quick again. */
const wellAfterMs = 30_000;

/**
 * A child process that is started again whenever it ends by itself. It has a session of its own, so that Ctrl-C reaches only the
 * supervisor, and an IPC channel, whose end tells it that the supervisor is gone.
 */
export class Supervised {
  readonly #options: SupervisedOptions;
  readonly #log: WriteStream;
  #child: ChildProcess | undefined;
  #stopping = false;
  #restarts = 0;

  constructor(options: SupervisedOptions) {
    this.#options = options;
    this.#log = createWriteStream(options.logFile, { flags: "a" });
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** Rejects when the first start fails, with `PartEndedError` when it ended; later ends are only logged and mended. */
  async start(): Promise<void> {
    const child = this.#spawn();
    const ended = once(child, "exit").then(([code, signal]) => {
      throw new PartEndedError(
        `Mediashare cannot start: its ${this.#options.name} process ended (${signal ?? `exit code ${code}`}). The reason is at the end of ${this.#options.logFile}.`,
      );
    });
    await Promise.race([this.#options.ready(child), ended]);
  }

  /** SIGTERM, and SIGKILL when the grace period is over. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await exited;
      clearTimeout(kill);
    }
    this.#log.end();
  }

  #spawn(): ChildProcess {
    const { name, script, args = [], env, logger } = this.#options;
    const startedAt = performance.now();
    const child = spawn(process.execPath, [script, ...args], {
      env: { ...env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true,
    });
    this.#child = child;
    if (this.#options.tell !== undefined) child.send(this.#options.tell);
    child.stdout?.pipe(this.#log, { end: false });
    child.stderr?.pipe(this.#log, { end: false });
    child.on("error", (error) => logger.error({ err: error, process: name }, "cannot run"));
    child.once("exit", (code, signal) => {
      if (this.#stopping) return;
      const uptimeMs = performance.now() - startedAt;
      logger.warn({ process: name, code, signal, uptimeMs: Math.round(uptimeMs) }, "process ended; starting it again");
      void this.#restart(uptimeMs);
    });
    return child;
  }

  async #restart(uptimeMs: number): Promise<void> {
    this.#restarts = uptimeMs > wellAfterMs ? 0 : this.#restarts + 1;
    await sleep(Math.min(longestRestartMs, firstRestartMs * 2 ** this.#restarts));
    if (this.#stopping) return;
    this.#options.ready(this.#spawn()).catch((error: unknown) => {
      this.#options.logger.warn({ err: error, process: this.#options.name }, "not ready after its restart");
    });
  }
}
