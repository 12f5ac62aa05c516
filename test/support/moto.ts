import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { findFreePort } from "@mediashare/local";
import { waitFor } from "./wait-for.ts";

const version = "5.2.5";
const startTimeoutMs = 30_000;
const installTimeoutMs = 300_000;

/** AWS, as moto plays it, in a process of its own. */
export interface Moto {
  readonly endpoint: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * A moto server, or the reason why there is none. It is installed once into a virtual environment under ~/.cache/mediashare.
 * The SDK's clients find credentials for it in the environment: see `motoCredentials`.
 */
export async function startMoto(port?: number): Promise<Moto | { skipped: string }> {
  const folder = join(homedir(), ".cache", "mediashare", `moto-${version}`);
  if (!(await canRun("python3", ["-m", "venv", "--help"]))) return { skipped: "no moto: Python 3 with venv is not on PATH" };
  await install(folder);
  const listening = port ?? (await findFreePort());
  const child = spawn(join(folder, "bin", "moto_server"), ["-H", "127.0.0.1", "-p", String(listening)], { stdio: "ignore" });
  const exited = once(child, "exit");
  const endpoint = `http://127.0.0.1:${listening}`;
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  try {
    await waitFor("moto to answer", () => answers(`${endpoint}/moto-api/`), { timeoutMs: startTimeoutMs });
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, pid: child.pid ?? 0, stop };
}

/** Any will do. */
export const motoCredentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" } as const;

/** One process installs, the others wait: a virtual environment cannot be moved into place when it is done. */
async function install(folder: string): Promise<void> {
  const done = join(folder, "installed");
  if (await exists(done)) return;
  const lock = `${folder}.lock`;
  await mkdir(join(homedir(), ".cache", "mediashare"), { recursive: true });
  if (!(await take(lock))) {
    await waitFor("another process to install moto", async () => (await exists(done)) || !(await exists(lock)), {
      timeoutMs: installTimeoutMs,
    });
    return install(folder);
  }
  try {
    await rm(folder, { recursive: true, force: true });
    await promisify(execFile)("python3", ["-m", "venv", folder]);
    await promisify(execFile)(join(folder, "bin", "pip"), ["install", "--quiet", `moto[server]==${version}`], {
      timeout: installTimeoutMs,
    });
    await writeFile(done, "");
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

/** A folder is made by one process only; one that was left behind is taken over. */
async function take(lock: string): Promise<boolean> {
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > installTimeoutMs) await rm(lock, { recursive: true, force: true });
  return mkdir(lock).then(
    () => true,
    () => pause(200).then(() => false),
  );
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

function canRun(command: string, args: string[]): Promise<boolean> {
  return promisify(execFile)(command, args).then(
    () => true,
    () => false,
  );
}
