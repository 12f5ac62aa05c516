import type { PolicySpec } from "@mediashare/policy";
import type { World } from "./world/world.ts";

/** Whoever sizes workers and nodes. */
export interface Scaler {
  readonly name: string;
  /** A new one of its kind for one world; `random` decides at which second its loops begin. */
  start(spec: PolicySpec, random: () => number): Act;
}

/** Called after every second; when to look and when to act is its own affair. */
export type Act = (world: World, second: number) => void;

/** Whether a loop of this period is due: loops of processes that were started apart do not beat together. */
export function every(periodSeconds: number, random: () => number): (second: number) => boolean {
  const phase = Math.floor(random() * periodSeconds);
  return (second) => second % periodSeconds === phase;
}
