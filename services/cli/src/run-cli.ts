import { isForPeople, UsageError } from "./cli-errors.ts";
import type { CliResult } from "./cli-result.ts";
import { runSimulate, simulateUsage } from "./simulate/run-simulate.ts";

type Command = (args: readonly string[]) => Promise<string>;

const commands: Readonly<Record<string, Command>> = { simulate: runSimulate };

const usage = `usage: mediashare <command> [options]

commands:
  simulate   replay a load through a pipeline's scaling, next to KEDA, HPA and Cluster Autoscaler

mediashare <command> --help tells a command's options.`;

const usages: Readonly<Record<string, string>> = { simulate: simulateUsage };

/** Runs one command line; only files are read and written. */
export async function runCli(args: readonly string[]): Promise<CliResult> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return { exitCode: 0, out: usage, error: "" };
  const command = commands[name];
  if (!command) return { exitCode: 2, out: "", error: `mediashare: "${name}" is not a command.\n\n${usage}` };
  if (rest.includes("--help") || rest.includes("-h")) return { exitCode: 0, out: usages[name] ?? usage, error: "" };
  try {
    return { exitCode: 0, out: await command(rest), error: "" };
  } catch (error) {
    if (error instanceof UsageError)
      return { exitCode: 2, out: "", error: `mediashare ${name}: ${error.message}\n\n${usages[name] ?? usage}` };
    if (isForPeople(error)) return { exitCode: 1, out: "", error: `mediashare ${name}: ${error.message}` };
    throw error;
  }
}
