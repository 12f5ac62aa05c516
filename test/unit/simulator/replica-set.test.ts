import { victims, type WorkerPod } from "@mediashare/simulator";
import { expect } from "chai";

const NOW = 1_000;

function pod(name: string, changes: Partial<WorkerPod> = {}): WorkerPod {
  const ready = { node: name, readyAt: 0, running: [], drainedUntil: 0, stopsAt: null };
  return { name, createdAt: 0, uid: 0.5, ...ready, ...changes };
}

function order(pods: readonly WorkerPod[], costs: Readonly<Record<string, number>> = {}): readonly string[] {
  return victims(pods, pods.length, new Map(Object.entries(costs)), NOW).map(({ name }) => name);
}

// https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset
describe("the pods that a ReplicaSet gives up first", () => {
  it("are those without a node, then those that are not ready", () => {
    const pods = [pod("ready"), pod("starting", { readyAt: NOW + 5 }), pod("pending", { node: null, readyAt: null })];
    expect(order(pods, { pending: 9, starting: 9 })).to.deep.equal(["pending", "starting", "ready"]);
  });

  it("are the cheapest by pod-deletion-cost, which is 0 where nobody set it", () => {
    expect(order([pod("dear"), pod("unset"), pod("cheap")], { dear: 5, cheap: -5 })).to.deep.equal(["cheap", "unset", "dear"]);
  });

  it("are those with more of their kind on their node", () => {
    const pods = [pod("alone"), pod("one", { node: "full" }), pod("two", { node: "full", uid: 0.6 })];
    expect(order(pods)).to.deep.equal(["one", "two", "alone"]);
  });

  it("are the younger ones, by powers of two: 1 s before 900 s, but 700 s and 900 s are the same", () => {
    const pods = [
      pod("900 s", { readyAt: NOW - 900, uid: 0.1 }),
      pod("700 s", { readyAt: NOW - 700, uid: 0.2 }),
      pod("1 s", { readyAt: NOW - 1 }),
    ];
    expect(order(pods)).to.deep.equal(["1 s", "900 s", "700 s"]);
  });

  it("are not chosen by what they do", () => {
    const task = { arrivedAt: 0, seconds: 60, doneSeconds: 0 };
    const busy = pod("busy", { running: [{ task, startedAt: 0, endsAt: NOW + 60 }], uid: 0.1 });
    expect(order([busy, pod("idle", { uid: 0.2 })])).to.deep.equal(["busy", "idle"]);
  });

  it("are as many as are too many", () => {
    const pods = [pod("a", { uid: 0.1 }), pod("b", { uid: 0.2 }), pod("c", { uid: 0.3 })];
    expect(victims(pods, 2, new Map(), NOW).map(({ name }) => name)).to.deep.equal(["a", "b"]);
    expect(victims(pods, -1, new Map(), NOW)).to.deep.equal([]);
  });
});
