import { type AttemptFacts, planNextAttempt } from "@mediashare/core";
import { expect } from "chai";

const now = new Date("2026-01-10T00:00:00Z");
const hour = 3_600_000;
const plan = (over: Partial<AttemptFacts>) =>
  planNextAttempt({ attempt: { kind: "answered", status: 500 }, attempts: 1, failingSince: null, now, random: 0, ...over });

describe("what follows from an attempt to deliver a webhook", () => {
  for (const status of [200, 201, 204, 299]) {
    it(`${status}: it is delivered`, () => {
      expect(plan({ attempt: { kind: "answered", status } })).to.deep.equal({ delivery: "delivered" });
    });
  }

  for (const status of [100, 301, 302, 307, 400, 401, 404, 429, 500, 503]) {
    it(`${status}: it is tried again`, () => {
      expect(plan({ attempt: { kind: "answered", status } }).delivery).to.equal("pending");
    });
  }

  it("no answer: it is tried again", () => {
    expect(plan({ attempt: { kind: "failed", reason: "connect ECONNREFUSED" } }).delivery).to.equal("pending");
  });

  it("waits longer each time, and ends after the tenth attempt, three days later", () => {
    const waits: number[] = [];
    for (let attempts = 1; ; attempts += 1) {
      const next = plan({ attempts });
      if (next.delivery !== "pending") {
        expect([attempts, next]).to.deep.equal([10, { delivery: "failed", disable: false }]);
        break;
      }
      waits.push(next.nextAttemptAt.getTime() - now.getTime());
    }
    expect(waits).to.deep.equal(waits.toSorted((one, other) => one - other));
    expect(waits[0]).to.equal(5_000);
    expect(waits.reduce((sum, each) => sum + each, 0) / hour).to.be.within(72, 80);
  });

  it("waits up to a fifth longer by chance", () => {
    const next = plan({ random: 1 });
    expect(next).to.deep.equal({ delivery: "pending", nextAttemptAt: new Date(now.getTime() + 6_000), disable: false });
  });

  it("410: the receiver wants nothing any more, and the webhook is disabled", () => {
    expect(plan({ attempt: { kind: "answered", status: 410 } })).to.deep.equal({ delivery: "failed", disable: "gone" });
  });

  it("five days without a success: the webhook is disabled", () => {
    const since = (days: number) => new Date(now.getTime() - days * 24 * hour);
    expect(plan({ failingSince: since(4.9) }).delivery).to.equal("pending");
    expect(plan({ failingSince: since(5) })).to.deep.equal({ delivery: "failed", disable: "failing" });
    expect(plan({ failingSince: since(9), attempt: { kind: "answered", status: 204 } }).delivery).to.equal("delivered");
  });
});
