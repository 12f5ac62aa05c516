import {
  addAll,
  allocatableOf,
  instanceTypeAllocatable,
  parseQuantity,
  planWorkersPerNode,
  requestsOf,
  workersOnInstanceTypes,
  workersOnLiveNodes,
} from "@mediashare/controller";
import { expect } from "chai";
import { aNode, aPod } from "../../support/kube-objects.ts";

const GIB = 2 ** 30;

describe("a Kubernetes quantity", () => {
  const table: readonly (readonly [string | number, number | null])[] = [
    ["0", 0],
    [2, 2],
    ["2", 2],
    ["250m", 0.25],
    ["1.5", 1.5],
    [".5", 0.5],
    ["1930m", 1.93],
    ["100n", 1e-7],
    ["5k", 5_000],
    ["128M", 128_000_000],
    ["1Ki", 1024],
    ["1.5Gi", 1.5 * GIB],
    ["3e3", 3_000],
    ["12E2", 1_200],
    ["1E", 1e18],
    ["-1", -1],
    ["", null],
    ["1 Gi", null],
    ["Gi", null],
    ["1KiB", null],
    ["1K", null],
  ];
  for (const [text, value] of table) it(`${JSON.stringify(text)} is ${value}`, () => expect(parseQuantity(text)).to.equal(value));
});

describe("what a pod takes of a node", () => {
  const request = (cpu: string, memory = "0") => ({ resources: { requests: { cpu, memory } } });

  it("is the sum of its containers and sidecars", () => {
    const pod = { containers: [request("1", "1Gi"), request("250m")], initContainers: [{ ...request("250m"), restartPolicy: "Always" }] };
    expect(requestsOf(pod)).to.deep.equal({ cpuMilli: 1500, memoryBytes: GIB, pods: 1 });
  });

  it("is its largest init container where that asks for more, and its overhead", () => {
    const pod = { containers: [request("1")], initContainers: [request("3"), request("2")], overhead: { cpu: "100m" } };
    expect(requestsOf(pod)).to.include({ cpuMilli: 3100 });
  });

  it("is the limit where there is no request", () => {
    expect(requestsOf({ containers: [{ resources: { limits: { cpu: "2" } } }] })).to.include({ cpuMilli: 2000 });
  });
});

describe("workers per node", () => {
  const node = { cpuMilli: 8000, memoryBytes: 16 * GIB, pods: 58 };
  const nothing = addAll([]);
  const worker = (cpuMilli: number, memoryGib: number) => ({ cpuMilli, memoryBytes: memoryGib * GIB, pods: 1 });
  const table = [
    { name: "by CPU", taken: nothing, worker: worker(2000, 1), fit: 4 },
    { name: "by memory", taken: nothing, worker: worker(500, 4), fit: 4 },
    { name: "by the room for pods", taken: { ...nothing, pods: 55 }, worker: worker(100, 0), fit: 3 },
    { name: "less what the system takes", taken: { cpuMilli: 200, memoryBytes: 0, pods: 3 }, worker: worker(2000, 1), fit: 3 },
    { name: "memory alone", taken: nothing, worker: worker(0, 3), fit: 5 },
    { name: "one that is larger than the node", taken: nothing, worker: worker(9000, 1), fit: 0 },
    { name: "more taken than there is", taken: { ...nothing, cpuMilli: 9000 }, worker: worker(1000, 1), fit: 0 },
    { name: "no requests: nobody can say", taken: nothing, worker: worker(0, 0), fit: null },
  ];
  for (const { name, taken, worker: size, fit } of table) {
    it(`${name}: ${fit}`, () => expect(planWorkersPerNode(node, taken, size)).to.equal(fit));
  }

  it("counts DaemonSet and kube-system pods of a live node, not those of others, and takes the node with least room", () => {
    const resources = { cpu: "1", memory: "1Gi" };
    const pods = new Map([
      [
        "a",
        [
          aPod({ name: "log", owner: "DaemonSet", requests: resources }),
          aPod({ name: "dns", namespace: "kube-system", requests: resources }),
          aPod({ name: "other", requests: resources }),
          aPod({ name: "over", namespace: "kube-system", phase: "Succeeded", requests: resources }),
        ],
      ],
    ]);
    const nodes = [aNode({ name: "a", allocatable: { cpu: "8", memory: "32Gi", pods: "58" } })];
    expect(workersOnLiveNodes(nodes, pods, worker(2000, 1))).to.equal(3);
    const more = [...nodes, aNode({ name: "b", allocatable: { cpu: "4", memory: "32Gi", pods: "58" } })];
    expect(workersOnLiveNodes(more, pods, worker(2000, 1))).to.equal(2);
    expect(workersOnLiveNodes([aNode({ name: "c", ready: "False" })], pods, worker(2000, 1))).to.equal(null);
  });

  it("follows EKS's reservations where only the instance type is known", () => {
    // m5.2xlarge: 4 interfaces of 15 addresses; eni-max-pods.txt says 58, a node reports 7910m.
    const type = { vcpus: 8, memoryMib: 32_768, networkInterfaces: 4, addressesPerInterface: 15 };
    expect(instanceTypeAllocatable(type)).to.deep.equal({
      cpuMilli: 7910,
      memoryBytes: Math.floor(32_768 * 0.925 - 11 * 58 - 255 - 100) * 2 ** 20,
      pods: 58,
    });
    expect(instanceTypeAllocatable({ ...type, vcpus: 2 }).cpuMilli).to.equal(1930);
    expect(instanceTypeAllocatable({ ...type, vcpus: 4 }).cpuMilli).to.equal(3920);
  });

  it("takes the smallest instance type, less the DaemonSets that come to any node", () => {
    const type = { vcpus: 8, memoryMib: 32_768, networkInterfaces: 4, addressesPerInterface: 15 };
    const daemonSet = (cpu: string, nodeSelector: Record<string, string>) => ({
      metadata: { name: "d" },
      spec: { template: { spec: { nodeSelector, containers: [{ resources: { requests: { cpu } } }] } } },
    });
    const daemonSets = [daemonSet("500m", { "kubernetes.io/os": "linux" }), daemonSet("4", { gpu: "yes" })];
    expect(workersOnInstanceTypes([type], daemonSets, worker(2000, 1))).to.equal(3);
    expect(workersOnInstanceTypes([type, { ...type, vcpus: 4 }], daemonSets, worker(2000, 1))).to.equal(1);
    expect(workersOnInstanceTypes([], daemonSets, worker(2000, 1))).to.equal(null);
  });

  it("reads a node's allocatable", () => {
    expect(allocatableOf({ cpu: "3920m", memory: "7Gi", pods: "29" })).to.deep.equal({ cpuMilli: 3920, memoryBytes: 7 * GIB, pods: 29 });
  });
});
