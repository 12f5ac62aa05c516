import { DELETION_COST, planCpuLoad, planDeletionCosts, planRaise, planRemoval, targetGroupDimension } from "@mediashare/controller";
import { expect } from "chai";
import { aPod } from "../../support/kube-objects.ts";

describe("raising a node group", () => {
  const table = [
    { to: 5, max: 10, desired: 2, groupMax: 10, setDesired: 5, raiseMax: false },
    { to: 15, max: 10, desired: 2, groupMax: 20, setDesired: 10, raiseMax: false },
    { to: 8, max: 10, desired: 2, groupMax: 4, setDesired: 4, raiseMax: true },
    { to: 8, max: 10, desired: 4, groupMax: 4, setDesired: null, raiseMax: true },
    { to: 3, max: 10, desired: 4, groupMax: 10, setDesired: null, raiseMax: false },
  ];
  for (const { to, max, desired, groupMax, setDesired, raiseMax } of table) {
    it(`to ${to}, spec max ${max}, group ${desired} of ${groupMax}: ${setDesired}${raiseMax ? ", and its max" : ""}`, () => {
      expect(planRaise({ to, max, group: { desiredNodes: desired, maxNodes: groupMax } })).to.deep.equal({ setDesired, raiseMax });
    });
  }
});

describe("putting workers in line for scaling in", () => {
  it("gives the first the lowest cost, and takes back the place of those that stood there earlier", () => {
    const pods = [
      aPod({ name: "a" }),
      aPod({ name: "b" }),
      aPod({ name: "c", annotations: { [DELETION_COST]: "-1" } }),
      aPod({ name: "d", annotations: { [DELETION_COST]: "-2" } }),
    ];
    expect(planDeletionCosts(pods, ["d", "b"])).to.deep.equal([
      { pod: "b", cost: "-1" },
      { pod: "c", cost: null },
    ]);
  });

  it("spares who has begun to work since, and keeps one more for each", () => {
    const decided = { to: 2, removeFirst: ["a", "b", "c"], max: 9 };
    expect(planRemoval({ ...decided, working: new Set() })).to.deep.equal({ to: 2, removeFirst: ["a", "b", "c"] });
    expect(planRemoval({ ...decided, working: new Set(["a"]) })).to.deep.equal({ to: 3, removeFirst: ["b", "c"] });
  });

  it("spares nobody above max, but takes who works last", () => {
    expect(planRemoval({ to: 2, removeFirst: ["a", "b"], max: 2, working: new Set(["a"]) })).to.deep.equal({
      to: 2,
      removeFirst: ["b", "a"],
    });
  });
});

describe("the CPU load of a fleet", () => {
  const usage = (name: string, cpu: string, timestamp = "2026-01-01T00:00:30Z") => ({
    metadata: { name },
    timestamp,
    containers: [{ usage: { cpu } }],
  });
  const requests = { cpu: "500m" };

  it("is what ready pods use of what they ask for, as old as the oldest measurement", () => {
    const pods = [aPod({ name: "a", requests }), aPod({ name: "b", requests }), aPod({ name: "c", requests, ready: false })];
    const metrics = [usage("a", "250m"), usage("b", "500000000n", "2026-01-01T00:00:10Z"), usage("c", "9")];
    expect(planCpuLoad(pods, metrics)).to.deep.equal({
      value: { perTarget: 75, targets: 2 },
      takenAtMs: Date.parse("2026-01-01T00:00:10Z"),
    });
  });

  it("is unknown without measurements, and cannot be said without requests", () => {
    expect(planCpuLoad([aPod({ name: "a", requests })], [])).to.equal(null);
    expect(planCpuLoad([aPod({ name: "a" })], [usage("a", "1")])).to.equal("noRequests");
  });
});

describe("a target group's dimension", () => {
  it("is the end of its ARN, or what was given", () => {
    const dimension = "targetgroup/web/73e2d6bc24d8a067";
    expect(targetGroupDimension(`arn:aws:elasticloadbalancing:eu-west-1:1:${dimension}`)).to.equal(dimension);
    expect(targetGroupDimension(dimension)).to.equal(dimension);
  });
});
