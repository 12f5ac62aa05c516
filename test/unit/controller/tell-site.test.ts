import { type MediaPipeline, parseMediaPipeline } from "@mediashare/api";
import { scalingAnnotation } from "@mediashare/cdk8s";
import type { ScalingReport } from "@mediashare/contract";
import { addWorkerChange, isReportDue, KubeError, tellSite, toScalingReport } from "@mediashare/controller";
import { expect } from "chai";
import { FakeKube } from "../../support/fake-kube.ts";
import { aPod } from "../../support/kube-objects.ts";
import { buildPipeline } from "../../support/pipeline-builder.ts";

type Status = NonNullable<MediaPipeline["status"]>;

/** A status, and the decision that it tells of. */
const told = (time: string, part: Partial<NonNullable<Status["worker"]>> = {}) => ({ status: status(part), decision: decision(time) });
const decision = (time: string) =>
  ({
    atMs: Date.parse(time),
    workers: { reasons: [{ code: "MeetsDrainTarget", message: "40 s of work wait." }] },
    nodeGroups: [{ name: "spot", reasons: [{ code: "FitsWorkers", message: "2 nodes fit them." }] }],
    fleets: { web: { reasons: [{ code: "MeetsLoadTarget", message: "CPU is at 31.7 %." }] } },
  }) as never;
const status = (part: Partial<NonNullable<Status["worker"]>> = {}): Status => ({
  replicas: 1,
  worker: { desired: 2, busy: 1, visible: 20, inFlight: 1, meanTaskSeconds: 2, backlogSeconds: 42, changes: [], ...part },
  nodeGroups: [{ name: "spot", capacityType: "Spot", desired: 1, target: 2, ready: null, booting: 1, workersPerNode: 3 }],
});
const reportOf = (time: string, part: Partial<NonNullable<Status["worker"]>> = {}): ScalingReport => {
  const report = toScalingReport(status(part), decision(time));
  if (!report) throw new Error("no report");
  return report;
};

describe("what the site is told of a pipeline's scaling", () => {
  it("is the status in the form that `npm start` reports in", () => {
    const changes = [{ time: "2026-01-01T00:00:00Z", from: 1, to: 2, message: "Because." }];
    expect(reportOf("2026-01-01T00:00:00Z", { changes })).to.deep.equal({
      time: "2026-01-01T00:00:00Z",
      message: "40 s of work wait. 2 nodes fit them.",
      workers: { desired: 2, asked: 1, busy: 1, visible: 20, inFlight: 1, meanTaskSeconds: 2, backlogSeconds: 42 },
      nodeGroups: [{ name: "spot", capacityType: "Spot", desired: 1, ready: null }],
      changes,
    });
  });

  it("is nothing before a decision about workers", () => {
    expect(toScalingReport({ conditions: [] }, decision("2026-01-01T00:00:00Z"))).to.equal(undefined);
    expect(toScalingReport(status(), { atMs: 0, nodeGroups: [] })).to.equal(undefined);
  });

  it("is worth no write while only its time is new, however long", () => {
    expect(isReportDue(reportOf("2026-01-01T00:00:00Z"), reportOf("2026-01-02T00:00:00Z"))).to.equal(false);
  });

  it("is worth one soon after something was done, and once a minute for numbers", () => {
    const before = reportOf("2026-01-01T00:00:00Z");
    const at = (second: string, part: object): boolean => isReportDue(before, reportOf(`2026-01-01T00:00:${second}Z`, part));
    expect([at("05", { desired: 3 }), at("10", { desired: 3 })]).to.deep.equal([false, true]);
    expect(at("59", { visible: 21 })).to.equal(false);
    expect(isReportDue(before, reportOf("2026-01-01T00:01:00Z", { visible: 21 }))).to.equal(true);
  });

  it("is written again where it is missing, or is not what was written", () => {
    const report = reportOf("2026-01-01T00:00:00Z");
    for (const found of [undefined, {}, null, "words"]) expect(isReportDue(found as never, report), JSON.stringify(found)).to.equal(true);
  });
});

describe("telling the site", () => {
  const labels = (component: string, instance = "photos") => ({
    "app.kubernetes.io/instance": instance,
    "app.kubernetes.io/component": component,
  });
  const path = (name: string) => `/api/v1/namespaces/default/pods/${name}`;
  const build = (part: object = { web: {}, worker: {} }) => {
    const kube = new FakeKube();
    for (const pod of [
      aPod({ name: "web-1", labels: labels("web"), annotations: { kept: "by others" } }),
      aPod({ name: "web-2", labels: labels("web") }),
      aPod({ name: "leaving", labels: labels("web"), terminating: true }),
      aPod({ name: "worker-1", labels: labels("worker") }),
      aPod({ name: "other", labels: labels("web", "videos") }),
    ])
      kube.put(path(pod.metadata.name), pod);
    const pipeline = parseMediaPipeline(buildPipeline(part));
    const tell = async (of: ReturnType<typeof told>): Promise<readonly string[]> => {
      kube.calls.length = 0;
      await tellSite(pipeline, of, { kube, watched: kube });
      return kube.calls.filter((call) => call.startsWith("patch")).map((call) => call.slice(call.lastIndexOf("/") + 1));
    };
    return { kube, tell };
  };

  it("writes on the pods of the pipeline's web fleet, and leaves what else stands there", async () => {
    const { kube, tell } = build();
    expect(await tell(told("2026-01-01T00:00:00Z"))).to.have.members(["web-1", "web-2"]);
    const { annotations } = kube.at<ReturnType<typeof aPod>>(path("web-1")).metadata;
    expect(annotations?.["kept"]).to.equal("by others");
    expect(JSON.parse(annotations?.[scalingAnnotation] ?? "")).to.deep.equal(reportOf("2026-01-01T00:00:00Z"));
  });

  it("writes nothing while nothing changes, and at once on a pod that is new", async () => {
    const { kube, tell } = build();
    await tell(told("2026-01-01T00:00:00Z"));
    expect(await tell(told("2026-01-01T01:00:00Z"))).to.deep.equal([]);
    kube.put(path("web-3"), aPod({ name: "web-3", labels: labels("web") }));
    expect(await tell(told("2026-01-01T01:00:05Z"))).to.deep.equal(["web-3"]);
  });

  it("has nobody to tell in a pipeline without a web fleet", async () => {
    const { tell } = build({ worker: {} });
    expect(await tell(told("2026-01-01T00:00:00Z"))).to.deep.equal([]);
  });

  it("passes over a pod that has gone meanwhile, and tells the others", async () => {
    const { kube, tell } = build();
    const { mergePatch } = kube;
    kube.mergePatch = async (at, patch) => {
      if (at.endsWith("web-1")) throw new KubeError("PATCH", { status: 404, message: "gone" });
      return mergePatch.call(kube, at, patch);
    };
    expect(await tell(told("2026-01-01T00:00:00Z"))).to.deep.equal(["web-2"]);
  });
});

describe("the changes of the number of workers", () => {
  const decided = (atMs: number) => ({ atMs, workers: { reasons: [{ code: "MeetsDrainTarget", message: "Work waits." }] } }) as never;
  const scale = (from: number, to: number) => ({ type: "scaleWorkers", from, to, removeFirst: [] }) as const;

  it("stand latest first, with the reason", () => {
    const first = addWorkerChange([], [scale(0, 2)], decided(0));
    expect(addWorkerChange(first, [scale(2, 5)], decided(5_400))).to.deep.equal([
      { time: "1970-01-01T00:00:05Z", from: 2, to: 5, message: "Work waits." },
      { time: "1970-01-01T00:00:00Z", from: 0, to: 2, message: "Work waits." },
    ]);
  });

  it("stay as they are where something else was done, or the same again", () => {
    const first = addWorkerChange([], [scale(0, 2)], decided(0));
    expect(addWorkerChange(first, [{ type: "cordonNode", group: "spot", node: "a" }], decided(5_000))).to.equal(first);
    expect(addWorkerChange(first, [scale(0, 2)], decided(5_000))).to.equal(first);
  });

  it("are the last ten", () => {
    const times = Array.from({ length: 15 }, (_unused, index) => index);
    const changes = times.reduce(
      (known, from) => addWorkerChange(known, [scale(from, from + 1)], decided(from)),
      [] as ReturnType<typeof addWorkerChange>,
    );
    expect(changes.map(({ to }) => to)).to.deep.equal([15, 14, 13, 12, 11, 10, 9, 8, 7, 6]);
  });
});
