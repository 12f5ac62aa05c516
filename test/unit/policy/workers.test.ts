import { decide, type Memory, type PolicySpec } from "@mediashare/policy";
import { expect } from "chai";
import { group, members, NOON, node, observe, remembering, type WorkerScene, workerSpec } from "../../support/policy/builders.ts";

function size(scene: WorkerScene, spec: PolicySpec = workerSpec(), memory: Memory | null = null, now = NOON) {
  const { decision } = decide(observe(now, scene), spec, memory, now);
  return { desired: decision.workers?.desired, codes: decision.workers?.reasons.map(({ code }) => code), actions: decision.actions };
}

describe("workers that the backlog needs", () => {
  const cases: readonly [title: string, scene: WorkerScene, spec: Parameters<typeof workerSpec>[0], desired: number][] = [
    ["nothing to do → 0", {}, {}, 0],
    ["from zero at the first message: 1 × 10 s ÷ 120 s → 1", { visible: 1 }, {}, 1],
    ["12 × 10 s ÷ 120 s = 1", { visible: 12 }, {}, 1],
    ["13 × 10 s ÷ 120 s = 1.08 → 2", { visible: 13 }, {}, 2],
    ["500 × 10 s ÷ 120 s = 41.7 → 42", { visible: 500 }, {}, 42],
    ["in flight counts in full: (400 + 100) × 10 s ÷ 120 s → 42", { visible: 400, inFlight: 100 }, {}, 42],
    ["concurrency 4: 500 × 10 s ÷ (120 s × 4) = 10.4 → 11", { visible: 500 }, { concurrency: 4 }, 11],
    ["12 × 0.1 s ÷ 1.2 s is exactly 1, whatever floating point says", { visible: 12, mean: 0.1 }, { drainTargetMs: 1_200 }, 1],
    ["seconds, not messages: 500 × 0.5 s ÷ 120 s = 2.1 → 3", { visible: 500, mean: 0.5 }, {}, 3],
    ["a task longer than the drain target: 3 × 600 s ÷ 120 s = 15, but no more than 3 tasks → 3", { visible: 3, mean: 600 }, {}, 3],
    ["no more slots than tasks: 3 tasks on 2 slots each → 2", { visible: 3, mean: 600 }, { concurrency: 2 }, 2],
    ["max: 10 000 × 10 s ÷ 120 s = 834 → 200", { visible: 10_000 }, {}, 200],
    ["min: 0 → 3", {}, { min: 3 }, 3],
    ["a laptop of 8 cores: 40 × 2 s ÷ 3 s = 26.7 → 8", { visible: 40, mean: 2 }, { min: 1, max: 8, drainTargetMs: 3_000 }, 8],
    ["a laptop at rest → 1", { asked: 1 }, { min: 1, max: 8, drainTargetMs: 3_000 }, 1],
    ["bounds that contradict each other: max wins", { visible: 500 }, { min: 9, max: 4 }, 4],
    ["a task too short to matter still needs somebody", { visible: 1, mean: 1e-7 }, {}, 1],
    ["a drain target of nothing: as many as there are tasks", { visible: 7 }, { drainTargetMs: 0 }, 7],
  ];
  for (const [title, scene, spec, desired] of cases) it(title, () => expect(size(scene, workerSpec(spec)).desired).to.equal(desired));

  it("says which number went in and why this came out", () => {
    const { decision } = decide(observe(NOON, { visible: 490, inFlight: 10, asked: 3, busy: 3 }), workerSpec({ max: 40 }), null, NOON);
    expect(decision.workers).to.deep.equal({
      mode: "Auto",
      desired: 40,
      reasons: [{ code: "AtMax", message: "42 workers would meet the drain target, but max is 40." }],
      inputs: {
        visible: 490,
        inFlight: 10,
        meanTaskSeconds: 10,
        meanTaskSecondsFrom: "measured",
        backlogSeconds: 5_000,
        drainTargetMs: 120_000,
        concurrency: 1,
        needed: 42,
        highestLately: 40,
        asked: 3,
        busy: 3,
      },
    });
    expect(decision.conditions).to.deep.equal({ scalingActive: true, scalingLimited: true, capacityConstrained: false });
  });
});

describe("workers while an administrator has paused the processing", () => {
  const paused = (asked: number, busy = 0) => members(asked, busy).map((member) => ({ ...member, isPaused: true as const }));
  const late = NOON + 200_000;

  /** The decision after the pause has lasted longer than scaling down is delayed. */
  const settled = (scene: WorkerScene, spec = workerSpec()) => {
    const { memory } = decide(observe(NOON, scene), spec, remembering(scene.asked ?? 0, NOON - 1_000), NOON);
    return size(scene, spec, memory, late);
  };

  it("are those that run something, and one that tells when it goes on", () => {
    expect(settled({ visible: 500, asked: 40, members: paused(40) })).to.deep.include({ desired: 1, codes: ["WorkPaused"] });
    expect(settled({ visible: 500, inFlight: 3, asked: 40, members: paused(40, 3) }).desired).to.equal(3);
  });

  it("are none while there is no work, and min where there is one", () => {
    expect(settled({ asked: 2, members: paused(2) }).desired).to.equal(0);
    expect(settled({ visible: 500, asked: 4, members: paused(4) }, workerSpec({ min: 2 })).desired).to.equal(2);
  });

  it("are not bought by a pause that was heard of before the last of them went", () => {
    const { memory } = decide(observe(NOON, { asked: 1, members: paused(1) }), workerSpec(), null, NOON);
    expect(size({ visible: 500 }, workerSpec(), memory, late).desired).to.equal(1);
    const ended = decide(observe(late, { visible: 500, asked: 1, members: members(1, 0) }), workerSpec(), memory, late);
    expect(ended.decision.workers?.desired, "500 × 10 s ÷ 120 s").to.equal(42);
  });
});

describe("the mean time of a task", () => {
  it("is the default until the first measurement", () => {
    const result = decide(observe(NOON, { visible: 60, mean: null }), workerSpec({ defaultTaskSeconds: 20 }), null, NOON);
    expect(result.decision.workers?.desired, "60 × 20 s ÷ 120 s").to.equal(10);
    expect(result.decision.workers?.inputs.meanTaskSecondsFrom).to.equal("default");
    expect(result.memory.meanTaskSeconds).to.equal(null);
  });

  it("is remembered while no worker runs, and none reports", () => {
    const first = decide(observe(NOON, { visible: 60, mean: 40 }), workerSpec(), null, NOON);
    const dayLater = NOON + 86_400_000;
    const second = decide(observe(dayLater, { visible: 60, mean: null }), workerSpec(), first.memory, dayLater);
    expect(second.decision.workers?.desired, "60 × 40 s ÷ 120 s").to.equal(20);
    expect(second.decision.workers?.reasons.map(({ code }) => code)).to.include("MeanTaskSecondsRemembered");
    expect(second.memory.meanTaskSeconds).to.equal(40);
  });

  for (const mean of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`of ${mean} is impossible, so the remembered one stands`, () => {
      expect(size({ visible: 60, mean }, workerSpec(), remembering(0, NOON)).desired).to.equal(5);
    });
  }
});

describe("scaling down", () => {
  it("waits until fewer were enough for scaleDownDelay: 10 needed until 9 s, 3 from then on → 10 until 128 s, 3 within 6 s more", () => {
    let memory: Memory | null = null;
    const desired: number[] = [];
    for (let second = 0; second <= 140; second += 1) {
      const now = NOON + second * 1_000;
      const scene = { visible: second < 10 ? 120 : 36, asked: memory?.workers.desired ?? 0 };
      const result = decide(observe(now, scene), workerSpec(), memory, now);
      memory = result.memory;
      desired.push(result.decision.workers?.desired ?? Number.NaN);
    }
    const firstFewer = desired.findIndex((workers) => workers < 10);
    expect(firstFewer, "never early, late by a twentieth of the delay at most").to.be.within(129, 135);
    expect(desired.slice(firstFewer)).to.satisfy((rest: readonly number[]) => rest.every((workers) => workers === 3));
  });

  it("goes to the highest need within the window, not to the present one", () => {
    const memory = remembering(20, NOON - 60_000);
    const desires = [
      { members: 20, atMs: NOON - 121_000 },
      { members: 7, atMs: NOON - 60_000 },
    ];
    const lately = { ...memory, workers: { ...memory.workers, desires } };
    const result = size({ visible: 12, asked: 20 }, workerSpec(), lately);
    expect(result.desired).to.equal(7);
    expect(result.codes).to.deep.equal(["ScaleDownDelayed"]);
  });

  it("keeps as many as have tasks in flight: 9 in flight, 1 needed → 9 of 20", () => {
    const result = size({ inFlight: 9, asked: 20, busy: 9 }, workerSpec({ scaleDownDelayMs: 0 }), remembering(20, NOON - 1_000));
    expect(result.desired).to.equal(9);
    expect(result.codes).to.deep.equal(["TasksInFlight"]);
  });

  it("keeps 90 % of what was busy on average, as long as there is work: 12 of 20 busy for long, 2 tasks now → 11", () => {
    const usual = remembering(20, NOON - 1_000, { usuallyWorking: 12 });
    const result = size({ visible: 1, inFlight: 1, asked: 20, busy: 1 }, workerSpec({ scaleDownDelayMs: 0 }), usual);
    expect(result.desired).to.equal(11);
    expect(result.codes).to.deep.equal(["UsualLoad"]);
  });

  it("has no usual load where the queue is empty, nor above what is there", () => {
    const usual = remembering(20, NOON - 1_000, { usuallyWorking: 12 });
    expect(size({ asked: 20 }, workerSpec({ scaleDownDelayMs: 0 }), usual).desired).to.equal(0);
    expect(size({ visible: 1, asked: 5 }, workerSpec({ scaleDownDelayMs: 0 }), usual).desired).to.equal(5);
  });

  it("forgets the usual load within minutes: of 20 busy ones a tenth is left after 5 min × ln 10, and what is unknown changes nothing", () => {
    const tick = (memory: Memory, now: number, scene: Parameters<typeof observe>[1]): Memory =>
      decide(observe(now, scene), workerSpec(), memory, now).memory;
    const long = remembering(20, NOON, { usuallyWorking: 20 });
    expect(tick(long, NOON + 300_000 * Math.LN10, { visible: 0, asked: 20 }).usuallyWorking).to.be.closeTo(2, 1e-9);
    expect(tick(long, NOON + 60_000, { visible: Number.NaN, asked: 20 }).usuallyWorking).to.equal(20);
  });

  it("counts the slots: 9 in flight with concurrency 4 → 3 workers", () => {
    expect(
      size({ inFlight: 9, asked: 20 }, workerSpec({ scaleDownDelayMs: 0, concurrency: 4 }), remembering(20, NOON - 1_000)).desired,
    ).to.equal(3);
  });

  it("believes workers that say they are busy more than an approximate count of zero", () => {
    expect(size({ inFlight: 0, asked: 20, busy: 6 }, workerSpec({ scaleDownDelayMs: 0 }), remembering(20, NOON - 1_000)).desired).to.equal(
      6,
    );
  });

  it("does not raise for messages in flight that nobody works on (visibility backoff): 50 in flight, 5 needed of 5 → 5", () => {
    expect(size({ inFlight: 50, asked: 5 }, workerSpec(), remembering(5, NOON - 1_000)).desired).to.equal(5);
  });

  it("spares itself changes of less than 10 %: 95 needed of 100 → 100, 90 of 100 → 90", () => {
    const spec = workerSpec({ scaleDownDelayMs: 0 });
    expect(size({ visible: 95 * 12, asked: 100 }, spec, remembering(100, NOON - 1_000))).to.deep.include({
      desired: 100,
      codes: ["WithinTolerance"],
    });
    expect(size({ visible: 90 * 12, asked: 100 }, spec, remembering(100, NOON - 1_000)).desired).to.equal(90);
    expect(
      size({ asked: 100 }, workerSpec({ scaleDownDelayMs: 0, min: 95 }), remembering(100, NOON - 1_000)).desired,
      "but it reaches min",
    ).to.equal(95);
  });

  it("lets max win over tasks in flight, and says so", () => {
    const result = size({ inFlight: 20, asked: 20, busy: 20 }, workerSpec({ max: 12 }), remembering(20, NOON - 1_000));
    expect(result).to.deep.include({ desired: 12, codes: ["MaxBelowInFlight"] });
  });

  it("waits a full delay after the operator was away", () => {
    const memory = remembering(30, NOON - 3_600_000);
    const back = decide(observe(NOON, { asked: 30 }), workerSpec(), memory, NOON);
    expect(back.decision.workers?.desired).to.equal(30);
    const later = NOON + 130_000;
    expect(decide(observe(later, { asked: 30 }), workerSpec(), back.memory, later).decision.workers?.desired).to.equal(0);
  });
});

describe("which workers go first", () => {
  function removed(scene: WorkerScene): readonly string[] {
    const { actions } = size(scene, workerSpec({ scaleDownDelayMs: 0 }), remembering(scene.asked ?? 0, NOON - 1_000));
    const [action] = actions;
    return action?.type === "scaleWorkers" ? action.removeFirst : [];
  }

  it("those still starting, then idle ones; never a busy or a silent one", () => {
    const fleet = [
      { name: "a", state: "busy" },
      { name: "b", state: "idle" },
      { name: "c", state: "unknown" },
      { name: "d", state: "starting" },
    ] as const;
    expect(removed({ inFlight: 1, asked: 4, members: fleet })).to.deep.equal(["d", "b"]);
  });

  it("idle ones on the nodes with the least work, so that whole nodes become idle", () => {
    const fleet = [...members(3, 2, "n1"), ...members(3, 0, "n2"), ...members(3, 1, "n3")];
    expect(removed({ inFlight: 4, asked: 9, members: fleet })).to.deep.equal(["n2-002", "n2-001", "n2-000", "n3-002", "n3-001"]);
  });

  it("idle ones on nodes that are going anyway, before those on the emptiest node", () => {
    const fleet = [...members(2, 1, "n1"), ...members(2, 0, "n2")];
    const groups = { od: group(2, [node("n1", { cordoned: true }), node("n2")]) };
    expect(removed({ inFlight: 2, asked: 4, members: fleet, groups })).to.deep.equal(["n1-001", "n2-001"]);
  });

  it("none when scaling out", () => {
    expect(removed({ visible: 500, asked: 4 })).to.deep.equal([]);
  });
});
