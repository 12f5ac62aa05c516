import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { endedChildrenCpuSeconds } from "./measure.ts";

export interface Spent {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

const limitMs = 3_600_000;

/** Runs programs one after the other to their ends. No other child of this process may end meanwhile. */
export async function runPeer(commands: readonly (readonly string[])[], env: NodeJS.ProcessEnv = process.env): Promise<Spent> {
  const startedAt = performance.now();
  const before = endedChildrenCpuSeconds();
  for (const [program, ...words] of commands) {
    await promisify(execFile)(program as string, words, { env, timeout: limitMs, killSignal: "SIGKILL", maxBuffer: 2 ** 26 });
  }
  return { cpuSeconds: endedChildrenCpuSeconds() - before, wallSeconds: (performance.now() - startedAt) / 1000 };
}
