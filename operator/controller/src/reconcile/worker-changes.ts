import { type MediaPipelineStatus, workerChangesKept } from "@mediashare/api";
import type { Action, Decision } from "@mediashare/policy";

type WorkerChange = NonNullable<NonNullable<MediaPipelineStatus["worker"]>["changes"]>[number];

/** A status is written often: sentences that tell of many nodes are cut. */
const messageLength = 500;

/**
 * The last changes of the number of workers, with the one that was just made. What is done again at each tick, as somebody else undoes it,
 * is told once.
 */
export function addWorkerChange(
  known: readonly WorkerChange[],
  done: readonly Action[],
  { atMs, workers }: Pick<Decision, "atMs" | "workers">,
): readonly WorkerChange[] {
  const action = done.find(({ type }) => type === "scaleWorkers");
  if (action?.type !== "scaleWorkers") return known;
  const { from, to } = action;
  const [last] = known;
  if (last && last.from === from && last.to === to) return known;
  const message = (workers?.reasons ?? []).map((reason) => reason.message).join(" ");
  return [{ time: toSeconds(atMs), from, to, message: message.slice(0, messageLength) }, ...known].slice(0, workerChangesKept);
}

/** As Kubernetes writes times. */
export function toSeconds(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, "Z");
}
