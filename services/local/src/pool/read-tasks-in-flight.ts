import { healthPaths, metricNames } from "@mediashare/contract";

const timeoutMs = 500;
const sample = new RegExp(`^${metricNames.tasksInFlight} (\\d+)$`, "m");

/** How many tasks the worker behind this port is running, by its own metrics; undefined when it does not answer. */
export async function readTasksInFlight(port: number): Promise<number | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${healthPaths.metrics}`, { signal: AbortSignal.timeout(timeoutMs) });
    const match = sample.exec(await response.text());
    return match ? Number(match[1]) : undefined;
  } catch {
    // Starting again, or too busy to answer: unknown, which the policy treats as busy.
    return undefined;
  }
}
