import type { World } from "./world/world.ts";

/** The world in one second. */
export interface Sample {
  readonly second: number;
  readonly visible: number;
  /** Workers asked for. */
  readonly asked: number;
  /** Workers that have a node, starting, working or stopping: they are paid for. */
  readonly placed: number;
  readonly busy: number;
  readonly onDemandNodes: number;
  readonly spotNodes: number;
}

export interface Summary {
  /** Seconds from a task's arrival to its completion. */
  readonly timeToReady: { readonly p50: number; readonly p95: number; readonly p99: number };
  readonly most: { readonly visible: number; readonly workers: number; readonly nodes: number };
  readonly workerSeconds: number;
  readonly nodeHours: { readonly onDemand: number; readonly spot: number };
  readonly costUsd: number;
  /** How often the number of workers asked for changed its direction. */
  readonly reversals: number;
  /** Tasks whose worker was stopped before they were done, and the work that had to be done again. */
  readonly interrupted: number;
  readonly lostSeconds: number;
  readonly finished: number;
  readonly unfinished: number;
}

export function summarize(world: World, samples: readonly Sample[]): Summary {
  const times = [...world.finished.secondsToReady].sort((a, b) => a - b);
  const hours = (pick: (sample: Sample) => number) => sum(samples, pick) / 3_600;
  const nodeHours = { onDemand: hours(({ onDemandNodes }) => onDemandNodes), spot: hours(({ spotNodes }) => spotNodes) };
  const { OnDemand, Spot } = world.settings.prices.usdPerHour;
  return {
    timeToReady: { p50: percentile(times, 50), p95: percentile(times, 95), p99: percentile(times, 99) },
    most: {
      visible: most(samples, ({ visible }) => visible),
      workers: most(samples, ({ placed }) => placed),
      nodes: most(samples, ({ onDemandNodes, spotNodes }) => onDemandNodes + spotNodes),
    },
    workerSeconds: sum(samples, ({ placed }) => placed),
    nodeHours,
    costUsd: nodeHours.onDemand * OnDemand + nodeHours.spot * Spot,
    reversals: reversals(samples.map(({ asked }) => asked)),
    interrupted: world.interrupted,
    lostSeconds: world.lostSeconds,
    finished: times.length,
    unfinished: world.queue.visible + world.inFlight,
  };
}

/** Nearest rank, of ascending values; 0 of none. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;
}

/** 3 → 5 → 4 is one. */
export function reversals(sizes: readonly number[]): number {
  let [count, direction] = [0, 0];
  for (const [index, size] of sizes.entries()) {
    const step = Math.sign(size - (sizes[index - 1] ?? size));
    if (step === 0) continue;
    if (direction !== 0 && step !== direction) count += 1;
    direction = step;
  }
  return count;
}

function sum(samples: readonly Sample[], pick: (sample: Sample) => number): number {
  return samples.reduce((total, sample) => total + pick(sample), 0);
}

function most(samples: readonly Sample[], pick: (sample: Sample) => number): number {
  return samples.reduce((highest, sample) => Math.max(highest, pick(sample)), 0);
}
