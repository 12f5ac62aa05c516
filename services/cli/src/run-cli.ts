import { isForPeople, UsageError } from "./cli-errors.ts";
import type { CliResult } from "./cli-result.ts";
import { runSimulate, simulateUsage } from "./simulate/run-simulate.ts";

interface Command {
  readonly usage: string;
  readonly run: (args: readonly string[]) => Promise<string>;
}

const commands: ReadonlyMap<string, Command> = new Map([["simulate", { usage: simulateUsage, run: runSimulate }]]);

const usage = `usage: mediashare <command> [options]

commands:
  simulate   replay a load through a pipeline's scaling, next to KEDA, HPA and Cluster Autoscaler

mediashare <command> --help tells a command's options.`;

/** Runs one command line; only files are read and written. */
export async function runCli(args: readonly string[]): Promise<CliResult> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return { exitCode: 0, out: usage, error: "" };
  const command = commands.get(name);
  if (!command) return { exitCode: 2, out: "", error: `mediashare: "${name}" is not a command.\n\n${usage}` };
  if (rest.includes("--help") || rest.includes("-h")) return { exitCode: 0, out: command.usage, error: "" };
  try {
    return { exitCode: 0, out: await command.run(rest), error: "" };
  } catch (error) {
    if (error instanceof UsageError) return { exitCode: 2, out: "", error: `mediashare ${name}: ${error.message}\n\n${command.usage}` };
    if (isForPeople(error)) return { exitCode: 1, out: "", error: `mediashare ${name}: ${error.message}` };
    throw error;
  }
}
