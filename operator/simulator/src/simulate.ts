import type { PolicySpec, WorkerSpec } from "@mediashare/policy";
import { seededRandom } from "./random.ts";
import { type Sample, type Summary, summarize } from "./result.ts";
import type { Scaler } from "./scaler.ts";
import type { WorldSettings } from "./settings.ts";
import type { Trace } from "./trace.ts";
import { World } from "./world/world.ts";

export interface SimulationInput {
  readonly spec: PolicySpec;
  readonly trace: Trace;
  readonly scaler: Scaler;
  readonly world: WorldSettings;
}

export interface Simulation {
  /** The scaler's. */
  readonly name: string;
  readonly summary: Summary;
  /** One a second. */
  readonly samples: readonly Sample[];
}

/** A pipeline without a processing fleet has nothing to simulate. */
export class NothingToSimulateError extends Error {
  readonly code = "nothing_to_simulate";

  constructor() {
    super("The pipeline has no worker fleet, so there is nothing to simulate: write spec.worker.");
    this.name = "NothingToSimulateError";
  }
}

/** Work that outlives the trace by so long will never be done: too few workers may run. */
const GIVE_UP_SECONDS = 6 * 3_600;

/**
 * Replays the trace in a world of its own. The same input gives the same result.
 * @throws NothingToSimulateError
 */
export function simulate({ spec, trace, scaler, world: settings }: SimulationInput): Simulation {
  const world = new World(workerOf(spec), settings, trace);
  const act = scaler.start(spec, seededRandom(settings.seed + 3));
  const samples: Sample[] = [];
  const lastArrival = trace.arrivals.at(-1)?.second ?? 0;
  for (let second = 0; ; second += 1) {
    const isOver = second >= lastArrival + settings.tailSeconds && (world.isDone || second >= lastArrival + GIVE_UP_SECONDS);
    if (isOver) break;
    world.step(second);
    samples.push(sample(world, second));
    act(world, second);
  }
  return { name: scaler.name, summary: summarize(world, samples), samples };
}

/** @throws NothingToSimulateError */
export function workerOf({ worker }: PolicySpec): WorkerSpec {
  if (!worker) throw new NothingToSimulateError();
  return worker;
}

function sample(world: World, second: number): Sample {
  let [placed, busy, onDemandNodes, spotNodes] = [0, 0, 0, 0];
  for (const { node, running } of world.existing) {
    if (node === null) continue;
    placed += 1;
    if (running.length > 0) busy += 1;
  }
  for (const { capacityType, nodes } of world.nodes.groups) {
    if (capacityType === "Spot") spotNodes += nodes.length;
    else onDemandNodes += nodes.length;
  }
  return { second, visible: world.queue.visible, asked: world.replicas, placed, busy, onDemandNodes, spotNodes };
}
