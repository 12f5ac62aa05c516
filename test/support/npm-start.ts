import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findFreePort } from "@mediashare/local";
import { waitFor } from "./wait-for.ts";

const script = fileURLToPath(new URL("../../services/local/src/main.ts", import.meta.url));

/** Its parts, by what their command lines name. */
const parts = {
  postgres: "embedded/postgres-server",
  queue: "embedded/queue-server",
  upload: "upload/src/main",
  worker: "worker/src/main",
  web: "web/src/main",
  edge: "edge/main",
} as const;

export type Part = keyof typeof parts;
export const partNames = Object.keys(parts) as Part[];

export interface Ports {
  readonly web: number;
  readonly upload: number;
  readonly edge: number;
}

export async function findPorts(): Promise<Ports> {
  return { web: await findFreePort(), upload: await findFreePort(), edge: await findFreePort() };
}

/** `npm start`, without npm: the supervisor over a data folder. */
export class Supervisor {
  readonly ports: Ports;
  readonly #folder: string;
  readonly #child: ChildProcess;
  /** Exit code, or the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>;
  stdout = "";
  stderr = "";

  constructor(folder: string, ports: Ports, env: Readonly<Record<string, string>> = {}) {
    this.ports = ports;
    this.#folder = folder;
    this.#child = spawn(process.execPath, [script], {
      env: {
        ...process.env,
        MEDIASHARE_DATA_PATH: folder,
        MEDIASHARE_WEB_PORT: String(ports.web),
        MEDIASHARE_UPLOAD_PORT: String(ports.upload),
        MEDIASHARE_EDGE_PORT: String(ports.edge),
        MEDIASHARE_OPEN_BROWSER: "false",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stdout?.on("data", (text: Buffer) => {
      this.stdout += text.toString();
    });
    this.#child.stderr?.on("data", (text: Buffer) => {
      this.stderr += text.toString();
    });
    this.exited = new Promise((resolve) => this.#child.once("close", (code, signal) => resolve(signal ?? code ?? -1)));
  }

  get uploadUrl(): string {
    return `http://127.0.0.1:${this.ports.upload}`;
  }

  get webUrl(): string {
    return `http://127.0.0.1:${this.ports.web}`;
  }

  /** As the person at the machine has it. */
  get token(): string {
    return readFileSync(join(this.#folder, "token"), "utf8");
  }

  /** `fetch`, as that person. */
  fetch(url: string): Promise<Response> {
    return fetch(url, { headers: { Authorization: `Bearer ${this.token}` } });
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async running(): Promise<void> {
    await waitFor(
      "Mediashare to run",
      () => {
        if (this.#child.exitCode !== null) throw new Error(`It ended with ${this.#child.exitCode}: ${this.stdout}${this.stderr}`);
        return this.stdout.includes("Mediashare is running");
      },
      { timeoutMs: 90_000, detail: async () => this.stdout + this.stderr + readLogs(this.#folder) },
    );
  }

  /** The processes of a part. */
  pidsOf(part: Part): number[] {
    return childrenOf(this.#child.pid as number).filter((pid) => commandLine(pid).includes(parts[part]));
  }

  /** Everything that it runs, decoders and Postgres' own processes too. */
  descendants(): number[] {
    const found: number[] = [];
    for (let parents = [this.#child.pid as number]; parents.length > 0; ) {
      parents = parents.flatMap(childrenOf);
      found.push(...parents);
    }
    return found;
  }
}

/** A zombie has ended. */
export function isAlive(pid: number): boolean {
  return /^\d+ \(.*\) [^ZX]/s.test(procFile(pid, "stat"));
}

export function commandLine(pid: number): string {
  return procFile(pid, "cmdline").replaceAll("\0", " ");
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => new RegExp(`^\\d+ \\(.*\\) \\S ${parent} `, "s").test(procFile(pid, "stat")));
}

/** Empty where the process has ended. */
function procFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "latin1");
  } catch {
    return "";
  }
}

function readLogs(folder: string): string {
  const logs = join(folder, "logs");
  return readdirSync(logs)
    .map((name) => `\n— ${name}\n${readFileSync(join(logs, name), "utf8").slice(-1_500)}`)
    .join("");
}
