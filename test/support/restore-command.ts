import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface RestoreRun {
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ readonly code: number | NodeJS.Signals; readonly out: string; readonly error: string }>;
}

/** `npx mediashare restore`, in a process of its own. */
export function startRestore(args: readonly string[], env: Readonly<Record<string, string>>): RestoreRun {
  const script = fileURLToPath(new URL("../../services/cli/bin/mediashare.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, "restore", ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let error = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    error += chunk;
  });
  const ended = once(child, "close").then(([code, signal]) => ({ code: (signal ?? code) as number | NodeJS.Signals, out, error }));
  return { kill: (signal) => child.kill(signal), ended };
}
