import { InvalidPipelineError, parseMediaPipeline, toPolicySpec } from "@mediashare/api";
import { expect } from "chai";
import { buildPipeline } from "../../support/pipeline-builder.ts";

describe("parseMediaPipeline", () => {
  it("fills in every default of a fleet that is only named", () => {
    const { spec } = parseMediaPipeline(buildPipeline({ worker: {} }));
    expect(spec.worker?.scaling).to.deep.equal({
      mode: "Auto",
      min: 0,
      max: 10,
      drainTarget: "2m",
      scaleDownDelay: "2m",
      defaultTaskSeconds: 20,
    });
    expect(spec.worker?.spot).to.deep.equal({ onDemandBase: 0, percentAboveBase: 100, fallbackAfter: "30s" });
    expect(spec.worker?.resources.requests).to.deep.equal({ cpu: "1", memory: "2Gi" });
  });

  it("names every fault at once, with its path", () => {
    const faults = faultsOf(() => parseMediaPipeline({ kind: "Deployment", spec: { region: "Europe" } }));
    expect(faults).to.include("apiVersion: write apiVersion: mediashare.dev/v1alpha1");
    expect(faults).to.include("kind: write kind: MediaPipeline");
    expect(faults).to.include("metadata: is missing");
    expect(faults).to.include("spec.image: is missing");
    expect(faults).to.include("spec.region: write an AWS region such as eu-west-1");
  });

  const wrong: readonly (readonly [string, object, string])[] = [
    ["no fleet", {}, "spec: the pipeline has no fleet; write at least one of upload, worker and web ({} takes the defaults)"],
    [
      "min above max",
      { worker: { scaling: { min: 5, max: 4 } } },
      "spec.worker.scaling: min is greater than max; write a min of at most max",
    ],
    ["a field that does not exist", { worker: { replicas: 3 } }, 'spec.worker: Unrecognized key: "replicas"'],
    [
      "a duration out of bounds",
      { worker: { scaling: { drainTarget: "2s" } } },
      "spec.worker.scaling.drainTarget: write a duration from 5s to 24h",
    ],
    [
      "something that is no duration",
      { worker: { scaling: { drainTarget: "2 minutes" } } },
      "spec.worker.scaling.drainTarget: write a duration such as 30s, 2m or 1h30m",
    ],
    [
      "two metrics",
      { web: { scaling: { metric: { cpuUtilization: 60, requestCountPerTarget: 600 } } } },
      "spec.web.scaling.metric: write either requestCountPerTarget or cpuUtilization",
    ],
    [
      "an on-demand base without an on-demand group",
      { worker: { nodeGroups: [{ name: "s", cluster: "c", capacityType: "Spot", max: 5 }], spot: { onDemandBase: 1 } } },
      "spec.worker: spot.onDemandBase needs a node group of capacityType OnDemand; add one, or write onDemandBase: 0",
    ],
    [
      "an ingress without a fleet behind it",
      { worker: {}, ingress: { webHost: "a.example.org", uploadHost: "b.example.org" } },
      "spec: ingress has a host for the upload fleet and one for the web fleet; add both fleets or leave ingress out",
    ],
  ];
  for (const [what, part, fault] of wrong) {
    it(`refuses ${what}`, () => {
      expect(faultsOf(() => parseMediaPipeline(buildPipeline(part)))).to.deep.equal([fault]);
    });
  }
});

describe("toPolicySpec", () => {
  it("has durations in milliseconds, and the fleets that the operator scales", () => {
    const { spec } = parseMediaPipeline(
      buildPipeline({
        upload: { scaling: { metric: { requestCountPerTarget: 600 } } },
        web: {},
        worker: {
          concurrency: 2,
          scaling: { drainTarget: "1m30s" },
          nodeGroups: [{ name: "spot", cluster: "c", capacityType: "Spot", max: 5, workersPerNode: 3 }],
        },
      }),
    );
    const policy = toPolicySpec(spec);
    expect(policy.worker).to.deep.include({ concurrency: 2, drainTargetMs: 90_000, scaleDownDelayMs: 120_000, min: 0, max: 10 });
    expect(policy.worker?.nodeGroups).to.deep.equal([{ name: "spot", capacityType: "Spot", minNodes: 0, maxNodes: 5, workersPerNode: 3 }]);
    expect(Object.keys(policy.fleets)).to.deep.equal(["upload"]);
    expect(policy.fleets.upload?.metric).to.deep.equal({ type: "requestCountPerTarget", target: 600 });
  });
});

function faultsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidPipelineError) return error.faults;
    throw error;
  }
  throw new Error("It was accepted.");
}
