import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";

export interface WaitOptions {
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
  /** What to show of the state of things when it never happens. */
  readonly detail?: () => Promise<unknown>;
}

/** Looks again and again until `condition` holds; the error names what was waited for. */
export async function waitFor(what: string, condition: () => Promise<boolean> | boolean, options: WaitOptions = {}): Promise<void> {
  const { timeoutMs = 10_000, intervalMs = 100, detail } = options;
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) {
      const state = detail ? `\n${inspect(await detail(), { depth: 5 })}` : "";
      throw new Error(`Waited ${timeoutMs / 1000} s for ${what}${state}`);
    }
    await sleep(intervalMs);
  }
}
