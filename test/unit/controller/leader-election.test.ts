import { setTimeout as sleep } from "node:timers/promises";
import { LeaderElection, LeaseLostError } from "@mediashare/controller";
import { createLogger } from "@mediashare/kit";
import { expect } from "chai";
import { FakeLeases } from "../../support/fake-leases.ts";
import { waitFor } from "../../support/wait-for.ts";

const periods = { leaseDurationMs: 1_000, renewDeadlineMs: 700, retryPeriodMs: 60 } as const;

describe("LeaderElection", () => {
  let leases: FakeLeases;
  let stopping: AbortController;

  beforeEach(async () => {
    leases = await FakeLeases.start();
    stopping = new AbortController();
  });

  afterEach(async () => {
    stopping.abort();
    await leases.stop();
  });

  const candidate = (identity: string): LeaderElection =>
    new LeaderElection({
      kube: leases.kube,
      namespace: "system",
      name: "operator",
      identity,
      logger: createLogger({ service: "test", level: "silent" }),
      periods,
    });

  /** Leads until it is stopped or loses the Lease. */
  const lead = (election: LeaderElection, signal: AbortSignal): { isLeading: () => boolean; ended: Promise<unknown> } => {
    let isLeading = false;
    const ended = election.acquire(signal).then(async () => {
      isLeading = true;
      await election.keep(signal).finally(() => {
        isLeading = false;
      });
    });
    ended.catch(() => undefined);
    return { isLeading: () => isLeading, ended: ended.catch((error: unknown) => error) };
  };

  it("lets one of two candidates lead, and renews its Lease", async () => {
    const [one, two] = [candidate("one"), candidate("two")];
    const [first, second] = [lead(one, stopping.signal), lead(two, stopping.signal)];
    await waitFor("a leader", () => first.isLeading() || second.isLeading(), { intervalMs: 5 });
    await sleep(3 * periods.leaseDurationMs);
    expect([first.isLeading(), second.isLeading()].filter(Boolean)).to.have.length(1);
    expect([one.holds, two.holds].filter(Boolean)).to.have.length(1);
    expect(leases.spec("operator")).to.deep.include({ leaseTransitions: 0 });
  });

  it("hands the Lease on at once when the leader ends in order", async () => {
    const ending = new AbortController();
    const first = lead(candidate("one"), ending.signal);
    await waitFor("the first to lead", first.isLeading, { intervalMs: 5 });
    const second = lead(candidate("two"), stopping.signal);
    await sleep(2 * periods.retryPeriodMs);
    ending.abort();
    await first.ended;
    const releasedAt = performance.now();
    await waitFor("the second to lead", second.isLeading, { intervalMs: 5 });
    expect(performance.now() - releasedAt).to.be.lessThan(periods.leaseDurationMs / 2);
    expect(leases.spec("operator")).to.deep.include({ holderIdentity: "two", leaseTransitions: 1 });
  });

  it("takes over from a leader that died, once its lease has passed by the candidate's own clock", async () => {
    leases.put("operator", { holderIdentity: "dead", leaseDurationSeconds: 1, renewTime: "2999-01-01T00:00:00.000000Z" });
    const startedAt = performance.now();
    const second = lead(candidate("two"), stopping.signal);
    await waitFor("the second to lead", second.isLeading, { intervalMs: 5 });
    expect(performance.now() - startedAt).to.be.within(periods.leaseDurationMs, 1.5 * periods.leaseDurationMs);
  });

  for (const [what, breakIt] of [
    ["answers 500", () => leases.failWith(500)],
    ["hangs", () => leases.hang()],
  ] as const) {
    it(`stops leading before anybody else can, where the API server ${what}`, async () => {
      const election = candidate("one");
      const first = lead(election, stopping.signal);
      await waitFor("it to lead", first.isLeading, { intervalMs: 5 });
      breakIt();
      const brokenAt = performance.now();
      expect(await first.ended).to.be.instanceOf(LeaseLostError);
      expect(performance.now() - brokenAt).to.be.lessThan(periods.leaseDurationMs);
      expect(election.holds).to.equal(false);
    });
  }

  it("stops leading at once when somebody else holds the Lease", async () => {
    const first = lead(candidate("one"), stopping.signal);
    await waitFor("it to lead", first.isLeading, { intervalMs: 5 });
    leases.put("operator", { holderIdentity: "other", leaseDurationSeconds: 15, renewTime: new Date().toISOString() });
    const takenAt = performance.now();
    expect(await first.ended).to.be.instanceOf(LeaseLostError);
    expect(performance.now() - takenAt).to.be.lessThan(periods.renewDeadlineMs);
  });

  it("survives a renewal that fails", async () => {
    const first = lead(candidate("one"), stopping.signal);
    await waitFor("it to lead", first.isLeading, { intervalMs: 5 });
    leases.failWith(500);
    await sleep(2 * periods.retryPeriodMs);
    leases.failWith(undefined);
    await sleep(2 * periods.renewDeadlineMs);
    expect(first.isLeading()).to.equal(true);
  });

  it("makes the Lease again when somebody deletes it", async () => {
    const first = lead(candidate("one"), stopping.signal);
    await waitFor("it to lead", first.isLeading, { intervalMs: 5 });
    leases.remove("operator");
    await waitFor("the Lease", () => leases.spec("operator")?.["holderIdentity"] === "one", { intervalMs: 5 });
    expect(first.isLeading()).to.equal(true);
  });
});
