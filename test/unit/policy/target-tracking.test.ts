import { decide, type FleetLoad, type Memory } from "@mediashare/policy";
import { expect } from "chai";
import { at, fleetSpec, NOON } from "../../support/policy/builders.ts";

function track(asked: number, load: FleetLoad, spec = fleetSpec(), memory: Memory | null = null, now = NOON) {
  return decide({ fleets: { upload: { asked: at(now, asked), load: at(now, load) } } }, spec, memory, now);
}

describe("target tracking of requestCountPerTarget 600, 2 to 20 members", () => {
  const cases: readonly [title: string, asked: number, load: FleetLoad, desired: number, code: string][] = [
    ["4 × 900 ÷ 600 = 6", 4, { perTarget: 900, targets: 4 }, 6, "MeetsLoadTarget"],
    ["4 × 901 ÷ 600 = 6.007 → 7", 4, { perTarget: 901, targets: 4 }, 7, "MeetsLoadTarget"],
    ["within 10 %: 10 × 655 ÷ 600 = 10.9 → 10", 10, { perTarget: 655, targets: 10 }, 10, "MeetsLoadTarget"],
    ["beyond 10 %: 10 × 665 ÷ 600 = 11.1 → 12", 10, { perTarget: 665, targets: 10 }, 12, "MeetsLoadTarget"],
    ["max: 10 × 6000 ÷ 600 = 100 → 20", 10, { perTarget: 6_000, targets: 10 }, 20, "AtMax"],
    ["min: no requests → 2", 2, { perTarget: 0, targets: 2 }, 2, "AtMin"],
    [
      "members that came since the metric was taken are not multiplied: 4 × 900 ÷ 600 = 6 of 6",
      6,
      { perTarget: 900, targets: 4 },
      6,
      "MeetsLoadTarget",
    ],
  ];
  for (const [title, asked, load, desired, code] of cases) {
    it(title, () => {
      const { decision } = track(asked, load);
      expect(decision.fleets.upload?.desired).to.equal(desired);
      expect(decision.fleets.upload?.reasons.map((reason) => reason.code)).to.deep.equal([code]);
      expect(decision.conditions.scalingLimited).to.equal(code === "AtMax");
    });
  }

  it("shrinks late, to the highest need of the window", () => {
    let memory: Memory | null = null;
    let asked = 10;
    const sizes: number[] = [];
    for (let minute = 0; minute <= 7; minute += 1) {
      const perTarget = minute === 2 ? 4_800 / asked : 2_400 / asked;
      const result = track(asked, { perTarget, targets: asked }, fleetSpec(), memory, NOON + minute * 60_000);
      memory = result.memory;
      asked = result.decision.fleets.upload?.desired ?? asked;
      sizes.push(asked);
    }
    expect(sizes, "8 were needed in minute 2").to.deep.equal([10, 10, 10, 10, 10, 8, 8, 4]);
  });

  it("keeps one member where min is 0: at zero nobody's load could call for the first", () => {
    expect(track(1, { perTarget: 0, targets: 1 }, fleetSpec({ min: 0, scaleDownDelayMs: 0 })).decision.fleets.upload?.desired).to.equal(1);
  });

  it("tracks CPU in percent: 3 × 90 % ÷ 60 % = 4.5 → 5", () => {
    const spec = fleetSpec({ metric: { type: "cpuUtilization", target: 60 } });
    expect(track(3, { perTarget: 90, targets: 3 }, spec).decision.actions).to.deep.equal([
      { type: "scaleFleet", fleet: "upload", from: 3, to: 5 },
    ]);
  });
});
