import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { readFile } from "node:fs/promises";

export interface DaemonOptions {
  readonly logFile: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that runs until it is stopped, and dies with this process, however that ends. */
export class Daemon {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #logFile: string;
  readonly #exited: Promise<unknown>;

  constructor(program: string, args: readonly string[], { logFile, env }: DaemonOptions) {
    const log = openSync(logFile, "a");
    this.#name = program;
    this.#logFile = logFile;
    this.#child = spawn("setpriv", ["--pdeathsig", "KILL", program, ...args], {
      stdio: ["ignore", log, log],
      env: { ...process.env, ...env },
    });
    this.#exited = once(this.#child, "exit");
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** For waits: throws, with its last words, when it has ended. */
  async assertRunning(): Promise<void> {
    if (this.running) return;
    const log = await readFile(this.#logFile, "utf8");
    throw new Error(`${this.#name} ended with ${this.#child.signalCode ?? this.#child.exitCode}:\n${log.slice(-4_000)}`);
  }

  async stop(signal: NodeJS.Signals = "SIGTERM", patienceMs = 10_000): Promise<void> {
    if (!this.running) return;
    this.#child.kill(signal);
    const impatience = setTimeout(() => this.#child.kill("SIGKILL"), patienceMs);
    await this.#exited;
    clearTimeout(impatience);
  }
}
