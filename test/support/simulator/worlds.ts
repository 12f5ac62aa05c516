import type { NodeGroupSpec } from "@mediashare/policy";
import { type Act, DEFAULT_WORLD, parseTrace, World, type WorldSettings, workerOf } from "@mediashare/simulator";
import { workerSpec } from "../policy/builders.ts";

/** Nothing varies, nothing is seen late, workers start at once: what a test says is what happens. */
export const EXACT: WorldSettings = { ...DEFAULT_WORLD, jitter: 0, queueLagSeconds: 0, queueNoise: 0, startSeconds: 0 };

/** A task that nobody waits for, so that a world without a load of its own has a trace. */
const NOTHING_YET = "3000000,1,1";

export interface Scene {
  readonly trace?: string;
  /** Workers: at first as many as `min`. */
  readonly min?: number;
  readonly max?: number;
  readonly concurrency?: number;
  readonly nodeGroups?: readonly NodeGroupSpec[];
  readonly settings?: Partial<WorldSettings>;
}

export function worldOf({ trace = NOTHING_YET, settings, ...spec }: Scene = {}): World {
  return new World(workerOf(workerSpec(spec)), { ...EXACT, ...settings }, parseTrace(trace));
}

/** Every second from the first to the last, both included; the scaler acts after each. */
export function run(world: World, from: number, to: number, act: Act = () => undefined): void {
  for (let second = from; second <= to; second += 1) {
    world.step(second);
    act(world, second);
  }
}

/** What `pick` gave when it changed, and in which second. */
export function changesOf<Value>(pick: (world: World) => Value): { readonly act: Act; readonly changes: (readonly [number, Value])[] } {
  const changes: (readonly [number, Value])[] = [];
  const act: Act = (world, second) => {
    const value = pick(world);
    if (value !== changes.at(-1)?.[1]) changes.push([second, value]);
  };
  return { act, changes };
}

/** Phases of loops: each begins in second 0. */
export const ON_THE_DOT = (): number => 0;
