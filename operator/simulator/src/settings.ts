import type { PriceTable } from "./prices.ts";
import { PRICES } from "./prices.ts";

/** What the world does, whoever scales. */
export interface WorldSettings {
  readonly seed: number;
  /** From a worker's place on a node until it takes tasks. */
  readonly startSeconds: number;
  /** From an instance's launch until its node is Ready. */
  readonly bootSeconds: number;
  /** Both vary by this share, up and down. */
  readonly jitter: number;
  /** SQS counts are approximate: those of so long ago are seen … */
  readonly queueLagSeconds: number;
  /** … off by up to this share. */
  readonly queueNoise: number;
  /** CloudWatch has a minute's data so long after the minute. */
  readonly metricLagSeconds: number;
  /** Workers that fit a node whose group does not say. */
  readonly workersPerNode: number;
  /** So long a worker that is stopped goes on with its tasks before it releases them. */
  readonly finishWindowSeconds: number;
  /** A released task begins again less the segments that were finished: so many seconds of work each. */
  readonly segmentSeconds: number;
  /** How long the world is watched after the last arrival: what scaling in saves or wastes counts. */
  readonly tailSeconds: number;
  readonly prices: PriceTable;
}

export const DEFAULT_WORLD: WorldSettings = {
  seed: 1,
  startSeconds: 5,
  bootSeconds: 60,
  jitter: 0.2,
  queueLagSeconds: 2,
  queueNoise: 0.02,
  metricLagSeconds: 60,
  workersPerNode: 2,
  finishWindowSeconds: 2,
  segmentSeconds: 4,
  tailSeconds: 1_800,
  prices: PRICES,
};
