import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { healthPaths } from "@mediashare/contract";

const patienceMs = 60_000;

/** Resolves at a child's first IPC message. */
export function saysReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once("message", () => resolve()));
}

/** Resolves when `/readyz` on this port answers 200. */
export function answersReady(port: number): (child: ChildProcess) => Promise<void> {
  return async (child) => {
    const deadline = performance.now() + patienceMs;
    let last = "no answer";
    while (performance.now() < deadline && child.exitCode === null && child.signalCode === null) {
      try {
        const response = await fetch(`http://127.0.0.1:${port}${healthPaths.ready}`, { signal: AbortSignal.timeout(3_000) });
        if (response.ok) return;
        last = await response.text();
      } catch (error) {
        last = String(error);
      }
      await sleep(100);
    }
    throw new Error(`Not ready within ${patienceMs / 1000} s on port ${port}: ${last}`);
  };
}
