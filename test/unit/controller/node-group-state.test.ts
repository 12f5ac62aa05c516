import { type AutoScalingGroup, buildNodeGroupState, CORDONED_BY, type NodeObject, type PodObject } from "@mediashare/controller";
import type { NodeState } from "@mediashare/policy";
import { expect } from "chai";
import { aNode, aPod, type NodeOptions } from "../../support/kube-objects.ts";

const owner = "default/photos";
const seenMs = Date.parse("2026-01-01T00:10:00Z");
const isWorker = (pod: PodObject): boolean => pod.metadata.labels?.role === "worker";
const worker = (options: Partial<Parameters<typeof aPod>[0]> = {}): PodObject =>
  aPod({ name: "w", labels: { role: "worker" }, ...options });

function observe(options: {
  lifecycle?: string;
  healthy?: boolean;
  node?: NodeOptions | null;
  pods?: readonly PodObject[];
  more?: readonly NodeObject[];
}): readonly NodeState[] {
  const { lifecycle = "InService", healthy = true, node = { name: "n1" }, pods = [], more = [] } = options;
  const group: AutoScalingGroup = {
    name: "asg",
    desiredNodes: 3,
    minNodes: 0,
    maxNodes: 9,
    tags: {},
    instances: [{ id: "i-n1", type: "m5.large", lifecycle, healthy }],
  };
  const nodes = [...(node ? [aNode(node)] : []), ...more];
  const facts = { group, nodes, pods: new Map([["n1", pods]]), owner, isWorker, firstSeenMs: () => seenMs, workersPerNode: 2 };
  const state = buildNodeGroupState(facts);
  expect(state).to.include({ desiredNodes: 3, workersPerNode: 2 });
  return state.nodes;
}

describe("the state of a node group", () => {
  const cordonedBy = (who: string): NodeOptions => ({ name: "n1", unschedulable: true, annotations: { [CORDONED_BY]: who } });
  const later = "2026-01-01T01:00:00Z";
  const table: readonly { name: string; given: Parameters<typeof observe>[0]; is: Partial<NodeState> }[] = [
    { name: "a ready node", given: {}, is: { name: "n1", state: "ready", cordoned: false, otherPods: 0 } },
    { name: "an instance that has not joined", given: { node: null }, is: { name: "i-n1", state: "booting", launchedAtMs: seenMs } },
    { name: "an instance that is launching", given: { node: null, lifecycle: "Pending" }, is: { state: "booting" } },
    { name: "an instance that is terminating", given: { lifecycle: "Terminating:Wait" }, is: { state: "leaving" } },
    { name: "an instance on standby", given: { lifecycle: "Standby" }, is: { state: "leaving" } },
    { name: "an unhealthy instance", given: { healthy: false }, is: { state: "leaving" } },
    { name: "a node that was never ready", given: { node: { name: "n1", ready: "False" } }, is: { state: "booting" } },
    {
      name: "a node that was ready and is no longer",
      given: { node: { name: "n1", ready: "Unknown", readyChangedAt: later } },
      is: { state: "leaving" },
    },
    { name: "a node cordoned by us", given: { node: cordonedBy(owner) }, is: { state: "ready", cordoned: true } },
    {
      name: "a node cordoned for another pipeline",
      given: { node: cordonedBy("default/other") },
      is: { state: "leaving", cordoned: false },
    },
    {
      name: "a node cordoned by a person",
      given: { node: { name: "n1", unschedulable: true } },
      is: { state: "leaving", cordoned: false },
    },
    {
      name: "a node of ours that a person has uncordoned",
      given: { node: { name: "n1", annotations: { [CORDONED_BY]: owner } } },
      is: { state: "ready", cordoned: false },
    },
    {
      name: "a Spot node that is reclaimed",
      given: { node: { name: "n1", taints: ["aws-node-termination-handler/spot-itn"] } },
      is: { state: "leaving" },
    },
    { name: "a worker of this pipeline", given: { pods: [worker()] }, is: { otherPods: 0 } },
    { name: "a worker that is ending", given: { pods: [worker({ terminating: true })] }, is: { otherPods: 1 } },
    { name: "a worker that has ended", given: { pods: [worker({ phase: "Failed" })] }, is: { otherPods: 0 } },
    {
      name: "pods of others, of DaemonSets and of the kubelet",
      given: {
        pods: [
          aPod({ name: "a" }),
          aPod({ name: "b", owner: "DaemonSet" }),
          aPod({ name: "c", owner: "Node" }),
          aPod({ name: "d", phase: "Succeeded" }),
        ],
      },
      is: { otherPods: 1 },
    },
  ];
  for (const { name, given, is } of table) it(`${name}: ${JSON.stringify(is)}`, () => expect(observe(given)[0]).to.include(is));

  it("leaves out machines that are gone, and nodes whose machine is", () => {
    expect(observe({ lifecycle: "Terminated" })).to.deep.equal([]);
    expect(observe({ more: [aNode({ name: "gone" })] })).to.have.length(1);
  });
});
