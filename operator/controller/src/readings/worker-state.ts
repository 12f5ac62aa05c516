import type { WorkerReport } from "@mediashare/contract";
import type { WorkerMember } from "@mediashare/policy";
import { isFinished, isReady, isTerminating, type PodObject } from "./kube-objects.ts";

/** What a worker answered when asked how many tasks it runs. */
export type WorkerAnswer = WorkerReport | "refused" | "none";

/** Those that exist and are not on their way out. */
export function isMember(pod: PodObject): boolean {
  return !isTerminating(pod) && !isFinished(pod);
}

/** Whether there is anybody to ask. */
export function canAnswer(pod: PodObject): boolean {
  return pod.status?.phase === "Running" && pod.status.podIP !== undefined;
}

/** @param answer left out for a pod that has not started */
export function buildMember(pod: PodObject, answer?: WorkerAnswer): WorkerMember {
  const node = pod.spec.nodeName;
  const isPaused = typeof answer === "object" && answer.isPaused;
  return {
    name: pod.metadata.name,
    state: stateOf(pod, answer),
    ...(node !== undefined && { node }),
    ...(isPaused && { isPaused }),
  };
}

function stateOf(pod: PodObject, answer: WorkerAnswer | undefined): WorkerMember["state"] {
  if (answer === undefined) return "starting";
  if (answer === "none") return "unknown";
  // Nobody listens: before its first Ready that is a process still starting; after that something is wrong.
  if (answer === "refused") return isReady(pod) ? "unknown" : "starting";
  if (answer.tasksInFlight > 0) return "busy";
  return isReady(pod) ? "idle" : "starting";
}
