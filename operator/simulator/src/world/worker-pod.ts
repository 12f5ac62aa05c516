import type { Task } from "./task-queue.ts";

/** One worker: pending until it has a node, starting until it takes tasks. */
export interface WorkerPod {
  readonly name: string;
  readonly createdAt: number;
  /** Breaks ties, as the uid does in a ReplicaSet. */
  readonly uid: number;
  node: string | null;
  readyAt: number | null;
  running: RunningTask[];
  /** Told to take no tasks until then. */
  drainedUntil: number;
  /** Stopped: its tasks may go on until then. */
  stopsAt: number | null;
}

export interface RunningTask {
  readonly task: Task;
  readonly startedAt: number;
  readonly endsAt: number;
}

export function isReady(pod: WorkerPod, second: number): boolean {
  return pod.readyAt !== null && pod.readyAt <= second;
}

export function takesTasks(pod: WorkerPod, second: number): boolean {
  return isReady(pod, second) && pod.stopsAt === null && pod.drainedUntil <= second;
}

/** What is left to do of a task whose worker stops: the segments that it has finished stay. */
export function releasedTask({ task, startedAt }: RunningTask, second: number, segmentSeconds: number): Task {
  const segments = Math.floor((second - startedAt) / segmentSeconds);
  return { ...task, doneSeconds: Math.min(task.seconds, task.doneSeconds + segments * segmentSeconds) };
}
