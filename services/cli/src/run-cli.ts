import type { RestoreSurroundings } from "@mediashare/upload/restore";
import { isForPeople } from "./cli-errors.ts";
import type { CliResult } from "./cli-result.ts";
import { runSimulate, simulateUsage } from "./simulate/run-simulate.ts";

/** What a command line runs in. */
export type Surroundings = RestoreSurroundings;

interface Command {
  readonly usage: string;
  readonly run: (args: readonly string[], surroundings: Surroundings) => Promise<string>;
}

/** Each is loaded when it is asked for: database and bucket belong to one of them only. */
const commands: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ["restore", loadRestore],
  ["simulate", async () => ({ usage: simulateUsage, run: runSimulate })],
]);

async function loadRestore(): Promise<Command> {
  const { restoreUsage, runRestore } = await import("@mediashare/upload/restore");
  return { usage: restoreUsage, run: runRestore };
}

const usage = `usage: mediashare <command> [options]

commands:
  restore    make a database that comes from a backup agree with the bucket of originals
  simulate   replay a load through a pipeline's scaling, next to KEDA, HPA and Cluster Autoscaler

mediashare <command> --help tells a command's options.`;

/** Runs one command line. */
export async function runCli(args: readonly string[], surroundings: Surroundings): Promise<CliResult> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return { exitCode: 0, out: usage, error: "" };
  const load = commands.get(name);
  if (!load) return { exitCode: 2, out: "", error: `mediashare: "${name}" is not a command.\n\n${usage}` };
  const command = await load();
  if (rest.includes("--help") || rest.includes("-h")) return { exitCode: 0, out: command.usage, error: "" };
  try {
    return { exitCode: 0, out: await command.run(rest, surroundings), error: "" };
  } catch (error) {
    if (!isForPeople(error)) throw error;
    if (error.code === "usage") return { exitCode: 2, out: "", error: `mediashare ${name}: ${error.message}\n\n${command.usage}` };
    return { exitCode: 1, out: "", error: `mediashare ${name}: ${error.message}` };
  }
}
