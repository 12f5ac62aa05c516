import { isForPeople } from "./cli-errors.ts";
import type { CliResult } from "./cli-result.ts";
import { runSimulate, simulateUsage } from "./simulate/run-simulate.ts";
import { quietSurroundings, type Surroundings } from "./surroundings.ts";
import { runUpload, uploadUsage } from "./upload/run-upload.ts";

interface Command {
  readonly usage: string;
  /** @returns what to print; a command that was done only in part says so itself */
  readonly run: (args: readonly string[], surroundings: Surroundings) => Promise<string | CliResult>;
}

/** Each is loaded when it is asked for: database and bucket belong to one of them only. */
const commands: ReadonlyMap<string, () => Promise<Command>> = new Map<string, () => Promise<Command>>([
  ["upload", async () => ({ usage: uploadUsage, run: runUpload })],
  ["restore", loadRestore],
  ["simulate", async () => ({ usage: simulateUsage, run: runSimulate })],
]);

async function loadRestore(): Promise<Command> {
  const { restoreUsage, runRestore } = await import("@mediashare/upload/restore");
  return { usage: restoreUsage, run: runRestore };
}

const usage = `usage: mediashare <command> [options]

commands:
  upload     bring folders of photos and videos to a site, as far as they are not there
  restore    make a database that comes from a backup agree with the bucket of originals
  simulate   replay a load through a pipeline's scaling, next to KEDA, HPA and Cluster Autoscaler

mediashare <command> --help tells a command's options.`;

/** Runs one command line. */
export async function runCli(args: readonly string[], given: Partial<Surroundings> = {}): Promise<CliResult> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return { exitCode: 0, out: usage, error: "" };
  const load = commands.get(name);
  if (!load) return { exitCode: 2, out: "", error: `mediashare: "${name}" is not a command.\n\n${usage}` };
  const command = await load();
  if (rest.includes("--help") || rest.includes("-h")) return { exitCode: 0, out: command.usage, error: "" };
  try {
    const result = await command.run(rest, { ...quietSurroundings, ...given });
    return typeof result === "string" ? { exitCode: 0, out: result, error: "" } : result;
  } catch (error) {
    if (!isForPeople(error)) throw error;
    if (error.code === "usage") return { exitCode: 2, out: "", error: `mediashare ${name}: ${error.message}\n\n${command.usage}` };
    return { exitCode: 1, out: "", error: `mediashare ${name}: ${error.message}` };
  }
}
