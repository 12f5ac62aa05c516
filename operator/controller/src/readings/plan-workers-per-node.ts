import { type Resources, subtract } from "./resources.ts";

/**
 * How many workers fit a node beside what runs on every node; `null` if the workers say neither what CPU nor what memory they
 * need, so that any number would seem to fit.
 */
export function planWorkersPerNode(allocatable: Resources, taken: Resources, worker: Resources): number | null {
  if (worker.cpuMilli <= 0 && worker.memoryBytes <= 0) return null;
  const free = subtract(allocatable, taken);
  const fits = [free.pods];
  if (worker.cpuMilli > 0) fits.push(free.cpuMilli / worker.cpuMilli);
  if (worker.memoryBytes > 0) fits.push(free.memoryBytes / worker.memoryBytes);
  return Math.max(0, Math.floor(Math.min(...fits) + 1e-9));
}
