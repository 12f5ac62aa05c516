import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { findFreePort } from "@mediashare/local";
import { pythonPackage } from "./python-package.ts";
import { waitFor } from "./wait-for.ts";

const version = "5.2.5";
const startTimeoutMs = 60_000;

/** AWS, as moto plays it, in a process of its own. */
export interface Moto {
  readonly endpoint: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * A moto server, or the reason why there is none. The SDK's clients find credentials for it in the environment: see `motoCredentials`.
 */
export async function startMoto(port?: number): Promise<Moto | { skipped: string }> {
  const folder = await pythonPackage("moto", version, "moto[server]");
  if (folder === null) return { skipped: "no moto: Python 3 with venv is not on PATH" };
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

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}
