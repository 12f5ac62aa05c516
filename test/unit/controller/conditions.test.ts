import { buildConditions, describeFleet, explainPod, isStatusDue, mergeConditions } from "@mediashare/controller";
import { expect } from "chai";

const calm = { scalingActive: true, scalingLimited: false, capacityConstrained: false };

describe("conditions", () => {
  const decision = (part: object = {}) =>
    ({ atMs: 0, actions: [], withheld: [], nodeGroups: [], fleets: {}, conditions: calm, ...part }) as never;
  const fleet = (part: object = {}) =>
    ({ fleet: "web", desired: 2, ready: 2, updated: 2, isAvailable: true, isProgressing: false, faults: [], ...part }) as never;
  const build = (part: object = {}) =>
    Object.fromEntries(
      buildConditions({ migration: undefined, fleets: [fleet()], faults: [], scalingFaults: [], decision: decision(), ...part }).map(
        ({ type, status, reason, message }) => [type, `${status} ${reason}: ${message}`],
      ),
    );

  it("say that all is well", () => {
    const conditions = build();
    expect(conditions["Ready"]).to.match(/^True FleetsAvailable/);
    expect(conditions["Progressing"]).to.match(/^False Settled/);
    expect(conditions["Degraded"]).to.match(/^False AsExpected/);
    expect(conditions["ScalingActive"]).to.match(/^True Deciding/);
  });

  it("say which fleet is missing", () => {
    expect(build({ fleets: [fleet({ ready: 1, isAvailable: false, isProgressing: true })] })).to.include({
      Ready: "False FleetsUnavailable: Not available yet: web (1 of 2).",
      Progressing: "True RollingOut: Changing: web (1 of 2).",
    });
  });

  it("say that the schema is being migrated, which is not missed by fleets that serve", () => {
    const conditions = build({ migration: "photos-migrate-1" });
    expect(conditions["Progressing"]).to.match(/^True Migrating: The Job photos-migrate-1 /);
    expect(conditions["Ready"]).to.match(/^True/);
  });

  it("are Degraded by a fault, in its words", () => {
    const conditions = build({ faults: [{ reason: "SecretMissing", message: "There is no Secret." }] });
    expect(conditions).to.include({
      Ready: "False SecretMissing: There is no Secret.",
      Degraded: "True SecretMissing: There is no Secret.",
    });
  });

  it("say that scaling is held by a reading that failed, though the fleets are well", () => {
    const conditions = build({ scalingFaults: [{ reason: "Forbidden", message: "Allow sqs:GetQueueAttributes." }] });
    expect(conditions["ScalingActive"]).to.equal("False Forbidden: Allow sqs:GetQueueAttributes.");
    expect(conditions["Ready"]).to.match(/^True/);
  });

  it("keep the time of their transition while their status stays", () => {
    const first = mergeConditions([], [{ type: "Ready", status: "False", reason: "A", message: "a" }], 1, new Date(1_000));
    const second = mergeConditions(first, [{ type: "Ready", status: "False", reason: "B", message: "b" }], 2, new Date(2_000));
    const third = mergeConditions(second, [{ type: "Ready", status: "True", reason: "C", message: "c" }], 2, new Date(3_000));
    expect([first, second, third].map(([each]) => each?.lastTransitionTime)).to.deep.equal([
      "1970-01-01T00:00:01Z",
      "1970-01-01T00:00:01Z",
      "1970-01-01T00:00:03Z",
    ]);
    expect(second[0]).to.include({ reason: "B", observedGeneration: 2 });
  });

  it("that are not said this time stay", () => {
    const before = mergeConditions([], [{ type: "ScalingActive", status: "True", reason: "A", message: "" }], 1, new Date(0));
    expect(mergeConditions(before, [{ type: "Ready", status: "True", reason: "A", message: "" }], 1, new Date(0))).to.have.length(2);
  });
});

describe("describeFleet", () => {
  const deployment = (part: object = {}) => ({
    metadata: { generation: 3 },
    spec: { replicas: 4 },
    status: {
      observedGeneration: 3,
      replicas: 4,
      updatedReplicas: 4,
      readyReplicas: 4,
      conditions: [{ type: "Available", status: "True" }],
      ...part,
    },
  });

  it("is available and settled when its Deployment is", () => {
    expect(describeFleet("web", deployment())).to.include({ desired: 4, ready: 4, isAvailable: true, isProgressing: false });
  });

  it("is progressing until the Deployment's controller has seen the newest spec, and while pods are old or missing", () => {
    for (const part of [{ observedGeneration: 2 }, { updatedReplicas: 2 }, { readyReplicas: 3 }]) {
      expect(describeFleet("web", deployment(part)).isProgressing, JSON.stringify(part)).to.equal(true);
    }
  });

  it("is not available before there is a Deployment", () => {
    expect(describeFleet("worker", undefined, 0)).to.include({ desired: 0, isAvailable: false, isProgressing: true });
  });

  it("has enough workers at its min: those above wait for nodes without being missed", () => {
    const waiting = deployment({ readyReplicas: 1, conditions: [{ type: "Available", status: "False" }] });
    expect(describeFleet("worker", waiting, 1)).to.include({ isAvailable: true, isProgressing: false });
    expect(describeFleet("worker", waiting, 2)).to.include({ isAvailable: false });
  });

  it("says why pods cannot be made", () => {
    const failing = deployment({
      conditions: [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: "exceeded quota" }],
    });
    expect(describeFleet("web", failing).faults).to.deep.equal([
      { reason: "FailedCreate", message: "Pods of the web fleet cannot be made: exceeded quota" },
    ]);
  });
});

describe("explainPod", () => {
  const metadata = { name: "photos-web-1" };
  const waiting = (reason: string, lastState = {}) => ({ name: "web", state: { waiting: { reason, message: "back-off" } }, lastState });

  it("gives the container's reason, and how it ended last", () => {
    const lastState = { terminated: { reason: "OOMKilled", exitCode: 137 } };
    const fault = explainPod({ metadata, status: { containerStatuses: [waiting("CrashLoopBackOff", lastState)] } }, 0, 0);
    expect(fault?.reason).to.equal("CrashLoopBackOff");
    expect(fault?.message).to.contain("photos-web-1, container web: back-off (it ended last with OOMKilled, exit code 137)");
  });

  it("looks at init containers too", () => {
    expect(explainPod({ metadata, status: { initContainerStatuses: [waiting("ErrImagePull")] } }, 0, 0)?.reason).to.equal("ErrImagePull");
  });

  it("does not complain of what passes by itself, or of a pod that goes", () => {
    expect(explainPod({ metadata, status: { containerStatuses: [waiting("ContainerCreating")] } }, 0, 0)).to.equal(undefined);
    const going = { ...metadata, deletionTimestamp: "2026-01-01T00:00:00Z" };
    expect(explainPod({ metadata: going, status: { containerStatuses: [waiting("CrashLoopBackOff")] } }, 0, 0)).to.equal(undefined);
  });

  it("tells that a pod finds no node only after a while", () => {
    const conditions = [
      { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/3 nodes", lastTransitionTime: "1970-01-01T00:00:00Z" },
    ];
    expect(explainPod({ metadata, status: { conditions } }, 59_000, 60_000)).to.equal(undefined);
    expect(explainPod({ metadata, status: { conditions } }, 61_000, 60_000)).to.deep.equal({
      reason: "Unschedulable",
      message: "Pod photos-web-1 finds no node: 0/3 nodes",
    });
  });
});

describe("isStatusDue", () => {
  const status = (part: object = {}) => ({
    observedGeneration: 1,
    worker: { desired: 1, visible: 5 },
    decision: { time: "2026-01-01T00:00:00Z", reason: "A", message: "", inputs: {} },
    ...part,
  });

  it("is due at once where something happened, whatever the order of fields", () => {
    expect(isStatusDue(undefined, status(), 0)).to.equal(true);
    expect(isStatusDue(status(), status({ worker: { desired: 2, visible: 5 } }), 0)).to.equal(true);
    expect(isStatusDue(status(), status({ worker: { visible: 5, desired: 1 } }), 30_000)).to.equal(false);
  });

  it("is due at once where workers were asked for, though as many as before are wanted", () => {
    const changes = [{ time: "2026-01-01T00:00:00Z", from: 3, to: 1, message: "" }];
    expect(isStatusDue(status(), status({ worker: { desired: 1, visible: 5, changes } }), 0)).to.equal(true);
  });

  it("is due every 15 s where only numbers have changed", () => {
    const after = status({ worker: { desired: 1, visible: 6 } });
    expect(isStatusDue(status(), after, 14_000)).to.equal(false);
    expect(isStatusDue(status(), after, 15_000)).to.equal(true);
  });

  it("is due once a minute where only times and the memory have changed", () => {
    const after = status({ memory: { a: 1 }, decision: { ...status().decision, time: "2026-01-01T00:00:15Z" } });
    expect(isStatusDue(status(), after, 59_000)).to.equal(false);
    expect(isStatusDue(status(), after, 60_000)).to.equal(true);
  });
});
