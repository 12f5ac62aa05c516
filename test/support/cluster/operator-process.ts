import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { findFreePort } from "@mediashare/local";
import { waitFor } from "../wait-for.ts";

export interface OperatorProcess {
  readonly pid: number;
  readonly url: string;
  /** What it has logged so far, a line each. */
  readonly log: readonly string[];
  kill(signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

export interface OperatorOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  /** As in its image: what `tsc -b` made, with the image's settings of the heap. */
  readonly isCompiled?: boolean;
}

/** As the Dockerfile has them. */
const imageFlags = ["--conditions=production", "--max-semi-space-size=4"];

/** The operator as it runs in its pod: a process of its own. */
export async function startOperatorProcess({ env, args, isCompiled = false }: OperatorOptions): Promise<OperatorProcess> {
  const port = await findFreePort();
  const source = fileURLToPath(import.meta.resolve("@mediashare/controller/main"));
  const program = isCompiled ? [...imageFlags, source.replace("/src/main.ts", "/dist/main.js")] : [source];
  const child = spawn(process.execPath, [...program, ...args], {
    env: { ...process.env, MEDIASHARE_HOST: "127.0.0.1", MEDIASHARE_PORT: String(port), MEDIASHARE_SHUTDOWN_GRACE: "5s", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => log.push(...text.split("\n").filter((line) => line !== "")));
  }
  const url = `http://127.0.0.1:${port}`;
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await exited;
  };
  const ended = exited.then(() => Promise.reject(new Error(`The operator ended:\n${log.slice(-20).join("\n")}`)));
  ended.catch(() => undefined);
  await Promise.race([
    ended,
    waitFor(
      "the operator",
      () =>
        fetch(`${url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      {
        timeoutMs: 30_000,
        detail: async () => log.slice(-20),
      },
    ),
  ]);
  return { pid: child.pid as number, url, log, kill, stop: () => kill("SIGKILL") };
}
