import { spawn } from "node:child_process";
import { once } from "node:events";

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs a program to its end and answers with what it wrote; where it fails, the error shows what it said last. */
export async function runCommand(program: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    ...(options.cwd ? { cwd: options.cwd } : {}),
    env: { ...process.env, ...options.env },
  });
  let written = "";
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    written += text;
    said = (said + text).slice(-8_000);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-8_000);
  });
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${signal ?? code}:\n${said}`);
  return written;
}
