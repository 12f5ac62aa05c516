import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endLeakedProcesses, runVariable } from "./leaked-processes.ts";

/** One step of `npm test`. */
interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Counts tests instead of counting as one. */
  readonly mocha?: true;
}

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

const suites = ["unit", "integration", "cluster", "browser", "e2e"] as const;

const steps: readonly Step[] = [
  { name: "types", command: "tsc", args: ["-b"] },
  { name: "format and lint", command: "biome", args: ["check", "--error-on-warnings", "."] },
  { name: "unused files, exports and packages", command: "knip", args: [] },
  ...suites.map((suite): Step => ({ name: suite, command: "mocha", args: [`test/${suite}/**/*.test.ts`], mocha: true })),
];

/** Runs everything, also after a failure, and ends with one line that sums it up. */
const folder = await mkdtemp(join(tmpdir(), "mediashare-run-"));
const outcomes: Outcome[] = [];
for (const step of steps) {
  process.stdout.write(`\n— ${step.name}\n`);
  const startedAt = performance.now();
  outcomes.push(await run(step, join(folder, "report.json")));
  process.stdout.write(`  ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
}
await rm(folder, { recursive: true, force: true });

const skipped = outcomes.flatMap((outcome) => outcome.skipped);
if (skipped.length > 0) process.stdout.write(`\nSkipped:\n${skipped.map((title) => `  ${title}`).join("\n")}\n`);
const sum = (key: "passed" | "failed"): number => outcomes.reduce((total, outcome) => total + outcome[key], 0);
process.stdout.write(`\n${sum("passed")} passed, ${sum("failed")} failed\n`);
process.exitCode = sum("failed") === 0 ? 0 : 1;

async function run(step: Step, report: string): Promise<Outcome> {
  const args = step.mocha ? [...step.args, "--reporter", "test/support/reporter.cjs", "--reporter-option", `output=${report}`] : step.args;
  const runId = randomUUID();
  const code = await execute(step.command, args, runId);
  if (!step.mocha) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] };
  const leaked = await endLeakedProcesses(runId, 5_000);
  if (leaked.length > 0) process.stdout.write(`\n  left processes behind:\n${leaked.map((each) => `    ${each}`).join("\n")}\n`);
  const counted = await readReport(report);
  // A run that ended before its report, or failed outside of any test.
  if (!counted) return { passed: 0, failed: 1, skipped: [] };
  const failed = counted.failed + leaked.length;
  return { ...counted, failed: code !== 0 && failed === 0 ? 1 : failed };
}

function execute(command: string, args: readonly string[], runId: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, [runVariable]: runId } });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

async function readReport(file: string): Promise<Outcome | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Outcome;
  } catch {
    return undefined;
  } finally {
    await rm(file, { force: true });
  }
}
