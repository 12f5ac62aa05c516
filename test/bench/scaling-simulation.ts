import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseMediaPipeline, toPolicySpec } from "@mediashare/api";
import {
  DEFAULT_PEER,
  DEFAULT_WORLD,
  type PeerSettings,
  parseTrace,
  peerScaler,
  policyScaler,
  type Scaler,
  simulate,
  type Trace,
  TUNED_PEER,
  withQueueLength,
} from "@mediashare/simulator";
import { parse } from "yaml";
import { largestWithin } from "./largest-within.ts";
import type { BenchSuite } from "./suite.ts";
import type { BenchRow } from "./table.ts";

const folder = join(import.meta.dirname, "traces");
const names = ["steady", "daily-wave", "burst", "heavy-tailed", "spot-storm"];
/** Each run differs in how long pods and nodes take, what is seen of the queue, and when whose loops begin. */
const seeds = [1, 2, 3];
const mostTasksToAWorker = 200;

/** Means over the seeds. */
interface Outcome {
  readonly p95: number;
  readonly workerSeconds: number;
  readonly reversals: number;
  readonly costUsd: number;
  readonly interrupted: number;
}

interface Match {
  readonly queueLength: number;
  readonly outcome: Outcome;
}

interface Comparison {
  readonly name: string;
  readonly workSeconds: number;
  readonly ours: Outcome;
  readonly tuned: Match;
  readonly defaults: Match;
  readonly run: (scaler: Scaler) => Outcome;
}

/** Five loads, ours against KEDA + HPA + Cluster Autoscaler at equal p95 of time-to-ready. */
export const benchScaling: BenchSuite = async (_options, say) => {
  const spec = toPolicySpec(parseMediaPipeline(parse(await readFile(join(folder, "pipeline.yaml"), "utf8"))).spec);
  const comparisons: Comparison[] = [];
  for (const name of names) {
    const trace = parseTrace(await readFile(join(folder, `${name}.csv`), "utf8"));
    const run = (scaler: Scaler): Outcome =>
      mean(seeds.map((seed) => simulate({ spec, trace, scaler, world: { ...DEFAULT_WORLD, seed } }).summary));
    const ours = run(policyScaler);
    const match = (peer: PeerSettings) => matchP95(peer, ours.p95, run);
    comparisons.push({ name, workSeconds: workSeconds(trace), ours, tuned: match(TUNED_PEER), defaults: match(DEFAULT_PEER), run });
    say(`${name}: p95 ${ours.p95.toFixed(0)} s, worker-seconds ${ours.workerSeconds.toFixed(0)}`);
  }
  return {
    rows: comparisons.flatMap(rowsOf),
    notes: [
      "Scaling: simulated, a mean of three seeds; traces and pipeline in test/bench/traces. At equal p95: the peer has, for each trace, the largest queueLength with which its p95 is at most ours, or 1 where none is.",
      ...comparisons.map(noteOf),
      oneQueueLength(comparisons),
    ],
    skipped: [],
  };
};

/** More tasks to a worker: fewer workers, slower. The cheapest setting that is as fast, or the fastest there is. */
function matchP95(peer: PeerSettings, p95: number, run: (scaler: Scaler) => Outcome): Match {
  const outcomeWith = (queueLength: number) => run(peerScaler(withQueueLength(peer, queueLength)));
  const queueLength = largestWithin(1, mostTasksToAWorker, (candidate) => outcomeWith(candidate).p95 <= p95);
  return { queueLength, outcome: outcomeWith(queueLength) };
}

function rowsOf({ name, ours, tuned, defaults }: Comparison): readonly BenchRow[] {
  const row = (
    what: string,
    unit: string,
    pick: (outcome: Outcome) => number,
    { queueLength, outcome }: Match,
    peer: string,
  ): BenchRow => ({
    what: `${name}: ${what}`,
    ours: pick(ours),
    peer: `KEDA + HPA + CA, ${peer}, queueLength ${queueLength}`,
    theirs: pick(outcome),
    unit,
    moreIsBetter: false,
  });
  return [
    row("worker-seconds", "s", ({ workerSeconds }) => workerSeconds, tuned, "tuned"),
    row("reversals", "", ({ reversals }) => reversals, tuned, "tuned"),
    row("cost of nodes", "$", ({ costUsd }) => costUsd, tuned, "tuned"),
    row("worker-seconds", "s", ({ workerSeconds }) => workerSeconds, defaults, "defaults"),
    row("cost of nodes", "$", ({ costUsd }) => costUsd, defaults, "defaults"),
  ];
}

function noteOf({ name, workSeconds: work, ours, tuned, defaults }: Comparison): string {
  const p95s = [ours, tuned.outcome, defaults.outcome].map(({ p95 }) => `${p95.toFixed(0)} s`);
  const interrupted = [ours, tuned.outcome, defaults.outcome].map((outcome) => outcome.interrupted.toFixed(0));
  const busy = ((100 * work) / tuned.outcome.workerSeconds).toFixed(0);
  return (
    `${name}: p95 ${p95s.join(" / ")} and tasks interrupted ${interrupted.join(" / ")} (ours / tuned / defaults); the work itself is ` +
    `${busy} % of the tuned peer's worker-seconds, so no scaler could need fewer than that.`
  );
}

/** A pipeline has one setting for all of its loads: here the peer's is the largest that is as fast as ours on each that it can match. */
function oneQueueLength(comparisons: readonly Comparison[]): string {
  const matched = comparisons.filter(({ ours, tuned }) => tuned.outcome.p95 <= ours.p95);
  const queueLength = Math.min(...matched.map(({ tuned }) => tuned.queueLength));
  const ratios = comparisons.map(({ name, ours, run }) => {
    const theirs = run(peerScaler(withQueueLength(TUNED_PEER, queueLength)));
    return `${name} ${(theirs.workerSeconds / ours.workerSeconds).toFixed(2)} (p95 ${theirs.p95.toFixed(0)} s)`;
  });
  return `Tuned with one queueLength for all traces, ${queueLength}, its worker-seconds are so many times ours: ${ratios.join(", ")}.`;
}

function mean(summaries: readonly ReturnType<typeof simulate>["summary"][]): Outcome {
  const of = (pick: (summary: (typeof summaries)[number]) => number) =>
    summaries.reduce((sum, summary) => sum + pick(summary), 0) / summaries.length;
  return {
    p95: of(({ timeToReady }) => timeToReady.p95),
    workerSeconds: of(({ workerSeconds }) => workerSeconds),
    reversals: of(({ reversals }) => reversals),
    costUsd: of(({ costUsd }) => costUsd),
    interrupted: of(({ interrupted }) => interrupted),
  };
}

function workSeconds({ arrivals }: Trace): number {
  return arrivals.reduce((sum, { count, taskSeconds }) => sum + count * taskSeconds, 0);
}
