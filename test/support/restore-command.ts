import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { restoreProgram } from "@mediashare/contract";

export interface RestoreRun {
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ readonly code: number | NodeJS.Signals; readonly out: string; readonly error: string }>;
}

const root = new URL("../../", import.meta.url);
const programs = {
  /** `npx mediashare restore` */
  command: ["services/cli/bin/mediashare.mjs", "restore"],
  /** What the image of the upload fleet runs, as it is before it is compiled. */
  image: [restoreProgram.replace("/dist/", "/src/").replace(/\.js$/, ".ts")],
} as const;

/** A restore, in a process of its own. */
export function startRestore(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  program: keyof typeof programs = "command",
): RestoreRun {
  const [script, ...words] = programs[program];
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, root)), ...words, ...args], {
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
