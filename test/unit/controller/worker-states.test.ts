import { parseWorkerReport } from "@mediashare/contract";
import { buildMember, isMember, WorkerClient } from "@mediashare/controller";
import { expect } from "chai";
import { aPod } from "../../support/kube-objects.ts";
import { startWorkerPages, type WorkerPages } from "../../support/worker-pages.ts";

describe("the state of a worker", () => {
  const table = [
    { name: "a pod that has not started", pod: { phase: "Pending", ready: false }, answer: undefined, state: "starting" },
    { name: "no tasks, not ready yet", pod: { ready: false }, answer: { tasksInFlight: 0, isPaused: false }, state: "starting" },
    { name: "no tasks", pod: {}, answer: { tasksInFlight: 0, isPaused: false }, state: "idle" },
    { name: "a task", pod: {}, answer: { tasksInFlight: 1, isPaused: false }, state: "busy" },
    { name: "a task, not ready", pod: { ready: false }, answer: { tasksInFlight: 2, isPaused: false }, state: "busy" },
    { name: "nobody listens yet", pod: { ready: false }, answer: "refused", state: "starting" },
    { name: "nobody listens though it is ready", pod: {}, answer: "refused", state: "unknown" },
    { name: "no answer", pod: {}, answer: "none", state: "unknown" },
  ] as const;
  for (const { name, pod, answer, state } of table) {
    it(`${name}: ${state}`, () => {
      expect(buildMember(aPod({ name: "w", node: "n", ...pod }), answer)).to.deep.equal({ name: "w", node: "n", state });
    });
  }

  it("says that it is paused, as far as the worker does", () => {
    expect(buildMember(aPod({ name: "w" }), { tasksInFlight: 0, isPaused: true })).to.deep.include({ state: "idle", isPaused: true });
    expect(buildMember(aPod({ name: "w" }), { tasksInFlight: 0, isPaused: false })).not.to.have.property("isPaused");
    expect(parseWorkerReport("mediashare_tasks_in_flight 0\nmediashare_worker_paused 1\n")).to.include({ isPaused: true });
    expect(parseWorkerReport("mediashare_tasks_in_flight 0\nmediashare_worker_paused 0\n")).to.include({ isPaused: false });
  });

  it("is nobody's once the pod is terminating or has ended", () => {
    expect(
      [aPod({ name: "a", terminating: true }), aPod({ name: "b", phase: "Failed" }), aPod({ name: "c" })].filter(isMember),
    ).to.have.length(1);
  });

  it("is read from a Prometheus page", () => {
    expect(parseWorkerReport("# HELP mediashare_tasks_in_flight Tasks\nmediashare_tasks_in_flight 3\nother 1\n")).to.deep.equal({
      tasksInFlight: 3,
      isPaused: false,
    });
    expect(parseWorkerReport('mediashare_tasks_in_flight{fleet="worker"} 0\n')).to.deep.equal({ tasksInFlight: 0, isPaused: false });
    expect(parseWorkerReport("mediashare_tasks_in_flight_total 3\n")).to.equal(null);
    expect(parseWorkerReport("mediashare_tasks_in_flight Nan\n")).to.equal(null);
  });
});

describe("asking workers", () => {
  let pages: WorkerPages;
  let client: WorkerClient;

  before(async () => {
    pages = await startWorkerPages();
    client = new WorkerClient(pages.port);
  });
  after(async () => {
    client.close();
    await pages.stop();
  });

  it("asks 200 side by side, those that do not answer among them", async () => {
    const addresses = Array.from({ length: 200 }, (_, index) => `127.1.${Math.floor(index / 100)}.${(index % 100) + 1}`);
    for (const [index, address] of addresses.entries()) pages.say(address, index % 20 === 0 ? "silent" : index % 2);
    const startMs = performance.now();
    const answers = await Promise.all(addresses.map((address) => client.ask(address)));
    expect(performance.now() - startMs, "one after another the silent ones alone take ten seconds").to.be.below(5_000);
    expect(answers.filter((answer) => answer === "none")).to.have.length(10);
    expect(answers[1]).to.deep.equal({ tasksInFlight: 1, isPaused: false });
  });

  it("tells a refused connection from silence, and from a page without the metric", async () => {
    const nobody = new WorkerClient(1);
    expect(await nobody.ask("127.0.0.1")).to.equal("refused");
    nobody.close();
    expect(await client.ask("127.3.3.3")).to.equal("none");
  });
});
