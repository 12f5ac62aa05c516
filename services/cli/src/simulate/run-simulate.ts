import { writeFile } from "node:fs/promises";
import { toPolicySpec } from "@mediashare/api";
import {
  DEFAULT_PEER,
  DEFAULT_WORLD,
  meanTaskSeconds,
  peerScaler,
  policyScaler,
  renderComparison,
  renderReport,
  simulate,
  TUNED_PEER,
  withQueueLength,
  workerOf,
} from "@mediashare/simulator";
import { FileError } from "../cli-errors.ts";
import { type PeerName, parseOptions } from "./parse-options.ts";
import { readPipeline, readTrace } from "./read-input.ts";

export const simulateUsage = `usage: mediashare simulate --spec pipeline.yaml --trace load.csv [options]

Replays a load through the scaling of a MediaPipeline, in a model of SQS, worker pods, nodes and Spot, and the same load through
KEDA + HPA + Cluster Autoscaler. Nothing is changed anywhere.

  --spec FILE          a MediaPipeline (YAML or JSON)
  --trace FILE         lines of second,count,taskSeconds: so many tasks arrive in this second, each with so many seconds of processing;
                       "# spot shortage <from> <to>" and "# spot reclaim <second> <percent>" tell what happens to Spot
  --out FILE           writes a page with the comparison and its plots
  --peers LIST         default,tuned (both unless said otherwise) or none
  --seed NUMBER        of everything that is random (1)
  --boot-seconds N     from launch until a node is Ready (${DEFAULT_WORLD.bootSeconds})`;

/** @returns the comparison, as a table */
export async function runSimulate(args: readonly string[]): Promise<string> {
  const options = parseOptions(args);
  const pipeline = await readPipeline(options.spec);
  const trace = await readTrace(options.trace);
  const spec = toPolicySpec(pipeline.spec);
  const { drainTargetMs, concurrency, nodeGroups = [] } = workerOf(spec);
  const world = { ...DEFAULT_WORLD, seed: options.seed, ...(options.bootSeconds !== null && { bootSeconds: options.bootSeconds }) };
  const queueLength = Math.max(1, Math.round((drainTargetMs * concurrency) / 1_000 / meanTaskSeconds(trace)));
  const peers: Readonly<Record<PeerName, typeof DEFAULT_PEER>> = { default: DEFAULT_PEER, tuned: withQueueLength(TUNED_PEER, queueLength) };
  const scalers = [policyScaler, ...options.peers.map((name) => peerScaler(peers[name]))];
  const simulations = scalers.map((scaler) => simulate({ spec, trace, scaler, world }));
  const { asOf, instanceType, usdPerHour } = world.prices;
  const notes = [
    `Seed ${world.seed}; a worker starts in ${world.startSeconds} s, a node in ${world.bootSeconds} s, both ± ${world.jitter * 100} %.`,
    `Nodes cost as ${instanceType} in us-east-1, ${asOf}: $${usdPerHour.OnDemand} an hour on demand, $${usdPerHour.Spot} on Spot.`,
    ...(options.peers.includes("tuned") ? [`Tuned: queueLength ${queueLength} (drain target ÷ mean task seconds of this trace).`] : []),
    ...(nodeGroups.length === 0 ? ["The pipeline names no node groups: nodes are taken to be there."] : []),
  ];
  if (options.out !== null) {
    await write(options.out, renderReport({ title: `${pipeline.metadata.name} under ${options.trace}`, notes, simulations }));
    notes.push(`Plots: ${options.out}`);
  }
  return [renderComparison(simulations), "", ...notes].join("\n");
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new FileError(`--out ${path} cannot be written: ${(error as Error).message}`, error);
  }
}
