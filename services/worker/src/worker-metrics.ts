import { metricNames, type TaskKind } from "@mediashare/contract";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";

type Outcome = "done" | "lost" | "released" | "postponed" | "failed";

export interface WorkerMetrics {
  /** Counts a task as running; the function that it returns counts how it ended. */
  started(kind: TaskKind): (outcome: Outcome, seconds: number) => void;
  segmentEncoded(rendition: string): void;
  /** Whether an administrator has paused the processing. */
  paused(isPaused: boolean): void;
}

/** @param onDone hears how long each done task took */
export function createWorkerMetrics(registry: Registry, onDone: (seconds: number) => void = () => undefined): WorkerMetrics {
  const registers = [registry];
  const inFlight = new Gauge({ name: metricNames.tasksInFlight, help: "Tasks that this worker is running", registers });
  const paused = new Gauge({
    name: metricNames.workerPaused,
    help: "1 while this worker takes nothing, as processing is paused",
    registers,
  });
  const tasks = new Counter({
    name: metricNames.tasks,
    help: "Runs of tasks by how they ended",
    labelNames: ["kind", "outcome"],
    registers,
  });
  const seconds = new Histogram({
    name: metricNames.taskSeconds,
    help: "Time that a done task took, in seconds",
    labelNames: ["kind"],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640],
    registers,
  });
  const segments = new Counter({ name: metricNames.segmentsEncoded, help: "HLS segments encoded", labelNames: ["rendition"], registers });
  return {
    started: (kind) => {
      inFlight.inc();
      return (outcome, took) => {
        inFlight.dec();
        tasks.inc({ kind, outcome });
        if (outcome !== "done") return;
        seconds.observe({ kind }, took);
        onDone(took);
      };
    },
    segmentEncoded: (rendition) => segments.inc({ rendition }),
    paused: (isPaused) => paused.set(isPaused ? 1 : 0),
  };
}
