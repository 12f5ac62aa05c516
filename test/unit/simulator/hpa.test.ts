import { DEFAULT_PEER, downLimit, Hpa, type HpaBehavior, type ScaleEvent, upLimit } from "@mediashare/simulator";
import { expect } from "chai";

/** With `advanced` left out, KEDA makes an HPA without a behavior. */
const { hpa: defaults } = DEFAULT_PEER;

// https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#default-behavior
const documentedDefault: HpaBehavior = {
  scaleUp: {
    stabilizationWindow: 0,
    policies: [
      { type: "Percent", value: 100, period: 15 },
      { type: "Pods", value: 4, period: 15 },
    ],
  },
  scaleDown: { stabilizationWindow: 300, policies: [{ type: "Percent", value: 100, period: 15 }] },
};

function hpaWith(behavior: HpaBehavior | null, minReplicas = 1, maxReplicas = 1_000): Hpa {
  return new Hpa({ ...defaults, behavior }, { minReplicas, maxReplicas });
}

/** A sync every 15 s, each from where the last one led; the metric is of all pods together, the target is 1 a pod. */
function replicasOver(hpa: Hpa, start: number, metrics: readonly number[], startSecond = 0): readonly number[] {
  let current = start;
  return metrics.map((metric, index) => {
    current = hpa.sync(current, metric, 1, startSecond + index * 15);
    return current;
  });
}

function always(metric: number, times: number): readonly number[] {
  return new Array<number>(times).fill(metric);
}

describe("the HPA's replicas", () => {
  // https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#algorithm-details
  // There the metric is an average of pods; here it is the sum, which the HPA divides by them: 3 pods at 200 are 600.
  const cases: readonly [title: string, current: number, metric: number, target: number, replicas: number][] = [
    ["200m where 100m is wanted: × 2", 3, 3 * 200, 100, 6],
    ["50m where 100m is wanted: ÷ 2", 4, 4 * 50, 100, 2],
    ["a fraction is rounded up: 3 × 120 ÷ 100 = 3.6 → 4", 3, 3 * 120, 100, 4],
    ["a ratio of 1.1 is within the tolerance", 10, 10 * 110, 100, 10],
    ["a ratio of 1.11 is not: 11.1 → 12", 10, 10 * 111, 100, 12],
    ["a ratio of 0.9 is within the tolerance", 10, 10 * 90, 100, 10],
    ["a ratio of 0.89 is not: 8.9 → 9", 10, 10 * 89, 100, 9],
    ["nothing to do: 0 → minReplicas", 3, 0, 5, 1],
    ["too few: minReplicas, whatever the metric", 1, 0, 5, 1],
    // https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#implicit-maintenance-mode-deactivation
    ["none, while at least one is wanted: scaling is off", 0, 500, 5, 0],
  ];
  for (const [title, current, metric, target, replicas] of cases) {
    // Without a window on the way down a recommendation is what is done.
    const hpa = new Hpa({ ...defaults, downscaleStabilization: -1 }, { minReplicas: 1, maxReplicas: 1_000 });
    it(title, () => expect(hpa.sync(current, metric, target, 0)).to.equal(replicas));
  }

  it("stay within the bounds, at once where they are beyond them", () => {
    expect(hpaWith(null, 3, 8).sync(4, 100, 1, 0)).to.equal(8);
    expect(hpaWith(null, 3, 8).sync(20, 20, 1, 0)).to.equal(8);
    expect(hpaWith(null, 3, 8).sync(1, 100, 1, 0)).to.equal(3);
  });
});

describe("an HPA without a behavior", () => {
  // kubernetes/kubernetes pkg/controller/podautoscaler/horizontal.go, calculateScaleUpLimit: max(2 × current, 4).
  it("doubles in a sync, or goes to four", () => {
    expect(replicasOver(hpaWith(null), 1, always(1_000, 9))).to.deep.equal([4, 8, 16, 32, 64, 128, 256, 512, 1_000]);
  });

  // https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/ --horizontal-pod-autoscaler-downscale-stabilization 5m
  it("shrinks to the highest recommendation of five minutes", () => {
    const load = [10, 6, 8, ...always(3, 22)];
    const replicas = replicasOver(hpaWith(null), 10, load);
    expect(replicas.slice(0, 21), "ten were recommended at 0:00, which counts up to 5:00").to.deep.equal(always(10, 21));
    expect(replicas.slice(21), "then eight, of 0:30, for two syncs; then three").to.deep.equal([8, 8, 3, 3]);
  });

  it("shrinks by any number then", () => {
    expect(replicasOver(hpaWith(null), 500, always(1, 22)).slice(-2)).to.deep.equal([500, 1]);
  });

  it("holds what it finds for five minutes: its first recommendation", () => {
    expect(replicasOver(hpaWith(null), 7, always(0, 22)).slice(-2)).to.deep.equal([7, 1]);
  });
});

describe("an HPA with the documented default behavior", () => {
  // API reference, HPAScalingRules.scaleUp: the higher of 4 pods and double, in 15 s.
  it("grows by four pods or 100 % in 15 s, whichever is more", () => {
    expect(replicasOver(hpaWith(documentedDefault), 1, always(1_000, 8))).to.deep.equal([5, 10, 20, 40, 80, 160, 320, 640]);
  });

  it("does not grow twice in one period", () => {
    const hpa = hpaWith(documentedDefault);
    expect([hpa.sync(1, 1_000, 1, 0), hpa.sync(5, 1_000, 1, 10), hpa.sync(5, 1_000, 1, 15)]).to.deep.equal([5, 5, 10]);
  });

  // API reference, HPAScalingRules.stabilizationWindowSeconds: 300 on the way down.
  it("shrinks to the highest recommendation of 300 s, by any number", () => {
    const replicas = replicasOver(hpaWith(documentedDefault), 100, [100, ...always(2, 20)]);
    expect(replicas.slice(0, 20)).to.deep.equal(always(100, 20));
    expect(replicas.at(-1), "100 was recommended 300 s ago, which is outside").to.equal(2);
  });

  it("is not made to shrink by a dip", () => {
    const wave = Array.from({ length: 60 }, (_unused, index) => (index % 12 === 0 ? 20 : 5));
    expect(new Set(replicasOver(hpaWith(documentedDefault), 20, wave))).to.deep.equal(new Set([20]));
  });
});

describe("an HPA with a behavior of one's own", () => {
  // https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#scaling-policies, whose example uses the default
  // selectPolicy, Max: 4 pods or 10 % a minute from 80 to 10.
  it("shrinks by 10 % a minute while that is more than four pods, then by four", () => {
    const hpa = hpaWith({
      scaleUp: documentedDefault.scaleUp,
      scaleDown: {
        stabilizationWindow: 0,
        policies: [
          { type: "Pods", value: 4, period: 60 },
          { type: "Percent", value: 10, period: 60 },
        ],
      },
    });
    const minutely = [80];
    for (let minute = 0; minute < 14; minute += 1) minutely.push(hpa.sync(minutely.at(-1) as number, 10, 1, minute * 60));
    expect(minutely).to.deep.equal([80, 72, 64, 57, 51, 45, 40, 36, 32, 28, 24, 20, 16, 12, 10]);
  });

  // KEP-853, user story 1: scale up as fast as possible, 900 %.
  it("grows tenfold in a sync", () => {
    const scaleUp = { stabilizationWindow: 0, policies: [{ type: "Percent", value: 900, period: 15 } as const] };
    expect(replicasOver(hpaWith({ ...documentedDefault, scaleUp }), 1, always(1_000, 3))).to.deep.equal([10, 100, 1_000]);
  });

  // KEP-853, user story 3: a pod at a time.
  it("grows by one pod in its period, however often it looks", () => {
    const scaleUp = { stabilizationWindow: 0, policies: [{ type: "Pods", value: 1, period: 60 } as const] };
    expect(replicasOver(hpaWith({ ...documentedDefault, scaleUp }), 1, always(1_000, 10))).to.deep.equal([2, 2, 2, 2, 3, 3, 3, 3, 4, 4]);
  });

  it("waits on the way up too where it is told to: for the lowest recommendation of the window", () => {
    const scaleUp = { ...documentedDefault.scaleUp, stabilizationWindow: 30 };
    expect(replicasOver(hpaWith({ ...documentedDefault, scaleUp }), 4, [4, 9, 9, 9])).to.deep.equal([4, 4, 8, 9]);
  });
});

describe("the limits of scaling policies", () => {
  const events: readonly ScaleEvent[] = [
    { second: 0, by: 10 },
    { second: 50, by: 5 },
    { second: 55, by: -2 },
  ];

  it("are counted from the pods that there were when the period began: 33 - 5 + 2 = 30", () => {
    expect(upLimit(33, [{ type: "Pods", value: 8, period: 60 }], events, 60)).to.equal(38);
    expect(downLimit(33, [{ type: "Pods", value: 8, period: 60 }], events, 60)).to.equal(22);
  });

  it("of a percentage always allow something on the way up, and may allow nothing on the way down", () => {
    expect(upLimit(3, [{ type: "Percent", value: 10, period: 60 }], [], 0)).to.equal(4);
    expect(downLimit(3, [{ type: "Percent", value: 0, period: 60 }], [], 0)).to.equal(3);
  });

  it("of several are the widest", () => {
    const policies = [
      { type: "Pods", value: 4, period: 60 },
      { type: "Percent", value: 10, period: 60 },
    ] as const;
    expect([upLimit(20, policies, [], 0), downLimit(20, policies, [], 0)]).to.deep.equal([24, 16]);
    expect([upLimit(80, policies, [], 0), downLimit(80, policies, [], 0)]).to.deep.equal([88, 72]);
  });
});
