import type { MediaPipelineStatus } from "@mediashare/api";
import type { ScalingReport } from "@mediashare/contract";
import type { Decision } from "@mediashare/policy";
import { toSeconds } from "./worker-changes.ts";

/** Less than one would see as a delay, and more than a tick: what changes at each tick is not written at each. */
const changesEveryMs = 10_000;
/** Numbers alone are written this often. */
const numbersEveryMs = 60_000;
/** All annotations of a pod have 256 KiB together. */
const messageLength = 2_000;
const nodeGroupsTold = 20;

/**
 * What the site's administrators see of a pipeline's status; undefined where nothing was decided about workers. Of the reasons only those for
 * workers and nodes: the load of the other fleets is another at each reading.
 */
export function toScalingReport(
  { worker, nodeGroups, replicas }: MediaPipelineStatus,
  { atMs, workers, nodeGroups: groups }: Pick<Decision, "atMs" | "workers" | "nodeGroups">,
): ScalingReport | undefined {
  if (!workers || !worker) return undefined;
  const reasons = [...workers.reasons, ...groups.flatMap((group) => group.reasons)];
  const message = reasons.map((reason) => reason.message).join(" ");
  return {
    time: toSeconds(atMs),
    message: message.slice(0, messageLength),
    workers: {
      desired: worker.desired ?? null,
      asked: replicas ?? null,
      busy: worker.busy ?? null,
      visible: worker.visible ?? null,
      inFlight: worker.inFlight ?? null,
      meanTaskSeconds: worker.meanTaskSeconds ?? null,
      backlogSeconds: worker.backlogSeconds ?? null,
    },
    nodeGroups: (nodeGroups ?? []).slice(0, nodeGroupsTold).map(({ name, capacityType, desired = null, ready = null }) => ({
      name,
      capacityType,
      desired,
      ready,
    })),
    changes: (worker.changes ?? []).map(({ time, from = null, to, message }) => ({ time, from, to, message })),
  };
}

/** Whether a report is worth a write where `told` stands: never while only its time is new, soon for what was done, later for numbers. */
export function isReportDue(told: ScalingReport | undefined, report: ScalingReport): boolean {
  if (!told || typeof told !== "object") return true;
  const ageMs = Date.parse(report.time) - Date.parse(told.time);
  // No time can be read: somebody else wrote it.
  if (Number.isNaN(ageMs)) return true;
  if (ageMs >= numbersEveryMs) return JSON.stringify({ ...told, time: "" }) !== JSON.stringify({ ...report, time: "" });
  return ageMs >= changesEveryMs && JSON.stringify(essence(told)) !== JSON.stringify(essence(report));
}

/** All but sentences and numbers of a reading. */
function essence({ workers, nodeGroups, changes }: ScalingReport): unknown {
  return [workers?.desired, workers?.asked, nodeGroups, changes?.[0]];
}
