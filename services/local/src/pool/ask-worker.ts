import { healthPaths, parseWorkerReport, type WorkerReport } from "@mediashare/contract";

const timeoutMs = 500;

/** What the worker behind this port does, by its own metrics; null when it does not answer. */
export async function askWorker(port: number): Promise<WorkerReport | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${healthPaths.metrics}`, { signal: AbortSignal.timeout(timeoutMs) });
    return parseWorkerReport(await response.text());
  } catch {
    // Starting again, or too busy to answer: unknown, which the policy treats as busy.
    return null;
  }
}
