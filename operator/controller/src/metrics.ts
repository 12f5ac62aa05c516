import type { Decision } from "@mediashare/policy";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";

export interface ControllerMetrics {
  /** Counts one reconcile; the function that it returns counts how it ended. */
  started(): (outcome: "done" | "failed") => void;
  acted(type: string, outcome: "done" | "failed"): void;
  applied(verb: string): void;
  /** What was read, decided and is there, for one pipeline. */
  decided(pipeline: string, decision: Decision, readyWorkers: number): void;
  forget(pipeline: string): void;
  leading(isLeader: boolean): void;
  /** A request to the API server was answered; 0: it was not. */
  called(method: string, status: number): void;
}

/** @param queueDepth keys that wait for their turn */
export function createControllerMetrics(registry: Registry, queueDepth: () => number): ControllerMetrics {
  const registers = [registry];
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name: `mediashare_operator_${name}`, help, labelNames: ["pipeline", ...labelNames], registers });
  const reconciles = new Counter({
    name: "mediashare_operator_reconciles_total",
    help: "Reconciles by how they ended",
    labelNames: ["outcome"],
    registers,
  });
  const seconds = new Histogram({
    name: "mediashare_operator_reconcile_duration_seconds",
    help: "Time that a reconcile took",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const actions = new Counter({
    name: "mediashare_operator_actions_total",
    help: "Actions of the scaling policy, by how they ended",
    labelNames: ["type", "outcome"],
    registers,
  });
  const writes = new Counter({
    name: "mediashare_operator_child_writes_total",
    help: "Children that were applied or deleted",
    labelNames: ["verb"],
    registers,
  });
  const kubeRequests = new Counter({
    name: "mediashare_operator_kube_requests_total",
    help: "Requests to the API server by method and HTTP status, 0 where no answer came",
    labelNames: ["method", "code"],
    registers,
  });
  const decisions = new Counter({
    name: "mediashare_operator_decisions_total",
    help: "Scaling decisions by their foremost reason",
    labelNames: ["reason"],
    registers,
  });
  const leader = new Gauge({ name: "mediashare_operator_leader", help: "1 for the replica that leads", registers });
  new Gauge({
    name: "mediashare_operator_queue_depth",
    help: "MediaPipelines that wait to be reconciled",
    registers,
    collect() {
      this.set(queueDepth());
    },
  });
  const backlog = gauge("backlog_seconds", "Seconds of processing that wait or run");
  const workersDesired = gauge("workers_desired", "Workers that the last decision wants");
  const workersReady = gauge("workers_ready", "Workers that are ready");
  const nodesDesired = gauge("nodes_desired", "Nodes that the last decision wants", "group");
  const nodesReady = gauge("nodes_ready", "Nodes that are ready", "group");
  const groupsOf = new Map<string, readonly string[]>();

  return {
    started: () => {
      const end = seconds.startTimer();
      return (outcome) => {
        end();
        reconciles.inc({ outcome });
      };
    },
    acted: (type, outcome) => actions.inc({ type, outcome }),
    applied: (verb) => writes.inc({ verb }),
    decided: (pipeline, { workers, nodeGroups }, readyWorkers) => {
      if (workers) {
        decisions.inc({ reason: workers.reasons[0]?.code ?? "None" });
        if (workers.inputs.backlogSeconds !== null) backlog.set({ pipeline }, workers.inputs.backlogSeconds);
        if (workers.desired !== null) workersDesired.set({ pipeline }, workers.desired);
        workersReady.set({ pipeline }, readyWorkers);
      }
      groupsOf.set(
        pipeline,
        nodeGroups.map(({ name }) => name),
      );
      for (const { name: group, targetNodes, inputs } of nodeGroups) {
        if (targetNodes !== null) nodesDesired.set({ pipeline, group }, targetNodes);
        if (inputs.readyNodes !== null) nodesReady.set({ pipeline, group }, inputs.readyNodes);
      }
    },
    forget: (pipeline) => {
      for (const each of [backlog, workersDesired, workersReady]) each.remove({ pipeline });
      for (const group of groupsOf.get(pipeline) ?? []) for (const each of [nodesDesired, nodesReady]) each.remove({ pipeline, group });
      groupsOf.delete(pipeline);
    },
    leading: (isLeader) => leader.set(isLeader ? 1 : 0),
    called: (method, code) => kubeRequests.inc({ method, code }),
  };
}
