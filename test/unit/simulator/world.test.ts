import { expect } from "chai";
import { ON_DEMAND, SPOT } from "../../support/policy/builders.ts";
import { changesOf, run, worldOf } from "../../support/simulator/worlds.ts";

const twoSpotNodes = { ...SPOT, minNodes: 2, workersPerNode: 1 };

describe("tasks in the simulated world", () => {
  it("are done in their order, one on each slot, and a slot takes the next one at once", () => {
    const world = worldOf({ trace: "0,3,2.5\n0,1,10", min: 1, concurrency: 2 });
    run(world, 0, 20);
    expect(world.finished.secondsToReady).to.deep.equal([2.5, 2.5, 5, 12.5]);
    expect(world.isDone).to.equal(true);
  });

  it("wait for a worker that has started", () => {
    const world = worldOf({ trace: "0,1,2", min: 1, settings: { startSeconds: 5 } });
    run(world, 0, 10);
    expect(world.finished.secondsToReady).to.deep.equal([7]);
  });

  it("come back first of all when their worker is stopped, less the segments that are done", () => {
    const world = worldOf({ trace: "0,1,30\n0,9,1", min: 1, settings: { segmentSeconds: 4, finishWindowSeconds: 2 } });
    run(world, 0, 9);
    world.stop(world.pods, 9);
    run(world, 10, 10);
    expect([world.stopping.length, world.interrupted], "it goes on for its finish window").to.deep.equal([1, 0]);
    run(world, 11, 60);
    expect(world.interrupted).to.equal(1);
    expect(world.lostSeconds, "8 of 11 seconds were two whole segments").to.equal(3);
    expect(world.finished.secondsToReady.slice(0, 4), "two from 10 on; at 12 the other 22 s; the rest").to.deep.equal([11, 12, 34, 35]);
  });

  it("end within the finish window where they can", () => {
    const world = worldOf({ trace: "0,1,10", min: 1, settings: { finishWindowSeconds: 5 } });
    run(world, 0, 6);
    world.scaleWorkers(0, 6);
    run(world, 7, 12);
    expect([world.finished.secondsToReady, world.interrupted]).to.deep.equal([[10], 0]);
  });

  it("are not taken by a worker that is told to take none", () => {
    const world = worldOf({ trace: "5,1,1", min: 1 });
    world.step(0);
    for (const pod of world.pods) pod.drainedUntil = 30;
    run(world, 1, 40);
    expect(world.finished.secondsToReady, "begun at 30").to.deep.equal([26]);
  });
});

describe("the mean time of the tasks that are done", () => {
  it("comes by whole minutes, over the last ten that had any", () => {
    const world = worldOf({ trace: "0,2,10\n60,1,40", min: 1 });
    run(world, 0, 130);
    expect(world.finished.meanBefore(1), "0:10 and 0:20").to.deep.equal({ mean: 10, endedAt: 60 });
    expect(world.finished.meanBefore(2), "and 1:40").to.deep.equal({ mean: 20, endedAt: 120 });
    expect(world.finished.meanBefore(11), "the first minute is outside").to.deep.equal({ mean: 40, endedAt: 120 });
    expect(world.finished.meanBefore(12)).to.equal(null);
    expect(worldOf().finished.meanBefore(5)).to.equal(null);
  });
});

describe("the queue's counts", () => {
  it("are seen late", () => {
    const world = worldOf({ trace: "5,7,100", settings: { queueLagSeconds: 3 } });
    const { act, changes } = changesOf(({ queue }) => queue.counts().visible);
    run(world, 0, 20, act);
    expect(changes).to.deep.equal([
      [0, 0],
      [8, 7],
    ]);
  });

  it("tell the waiting from those that are worked on", () => {
    const world = worldOf({ trace: "0,7,100", min: 2 });
    run(world, 0, 1);
    expect(world.queue.counts()).to.deep.equal({ visible: 5, inFlight: 2 });
  });

  it("are off by at most the noise, and never where there is nothing", () => {
    const world = worldOf({ trace: "10,1000,1", settings: { queueNoise: 0.02 } });
    const seen = new Set<number>();
    run(world, 0, 200, ({ queue }) => seen.add(queue.counts().visible));
    expect(seen.size).to.be.greaterThan(10);
    expect([...seen].filter((count) => count !== 0 && (count < 980 || count > 1_020))).to.deep.equal([]);
  });
});

describe("nodes in the simulated world", () => {
  it("take their boot time, and workers wait for one", () => {
    const world = worldOf({ min: 1, nodeGroups: [{ ...ON_DEMAND, minNodes: 1 }], settings: { bootSeconds: 60 } });
    const { act, changes } = changesOf(({ pods }) => pods[0]?.node);
    run(world, 0, 90, act);
    expect(changes).to.deep.equal([
      [0, null],
      [60, "od-00001"],
    ]);
  });

  it("boot in as long as that, more or less", () => {
    const world = worldOf({ nodeGroups: [{ ...ON_DEMAND, minNodes: 50 }], settings: { bootSeconds: 100, jitter: 0.2 } });
    world.step(0);
    const times = world.nodes.group("od").nodes.map(({ readyAt }) => readyAt);
    expect(Math.min(...times)).to.be.within(80, 90);
    expect(Math.max(...times)).to.be.within(110, 120);
  });

  it("hold as many workers as their group says; the scheduler spreads them, and passes over the cordoned", () => {
    const world = worldOf({ min: 9, nodeGroups: [{ ...ON_DEMAND, minNodes: 3, workersPerNode: 4 }], settings: { bootSeconds: 0 } });
    world.step(0);
    expect([...world.countByNode().values()]).to.deep.equal([3, 3, 3]);
    for (const node of world.nodes.group("od").nodes.slice(0, 2)) node.cordoned = true;
    world.scaleWorkers(15, 0);
    world.step(1);
    expect([...world.countByNode().values()].sort()).to.deep.equal([3, 3, 4]);
    expect(world.pods.filter(({ node }) => node === null)).to.have.length(5);
  });

  it("take their workers' tasks back to the queue when they are terminated", () => {
    const world = worldOf({ trace: "0,1,10", min: 1, nodeGroups: [{ ...ON_DEMAND, minNodes: 1 }], settings: { bootSeconds: 3 } });
    run(world, 0, 8);
    world.terminateNode("od-00001", true, 8);
    run(world, 9, 30);
    expect([world.interrupted, world.nodes.group("od").desired]).to.deep.equal([1, 1]);
    expect(world.finished.secondsToReady, "9 + 3 s of boot, and 6 s that are left of 10 after one segment").to.deep.equal([18]);
  });
});

describe("Spot in the simulated world", () => {
  it("is taken back two minutes after its notice, at which its workers stop and another instance is launched", () => {
    const world = worldOf({
      trace: "# spot reclaim 100 50\n0,2,150",
      min: 2,
      nodeGroups: [twoSpotNodes],
      settings: { bootSeconds: 30 },
    });
    const { act, changes } = changesOf(({ nodes }) => nodes.group("spot").nodes.length);
    run(world, 0, 300, act);
    expect(changes).to.deep.equal([
      [0, 2],
      [100, 3],
      [220, 2],
    ]);
    expect(world.interrupted).to.equal(1);
    expect(world.finished.secondsToReady.length).to.equal(2);
  });

  it("is taken by so many percent, rounded up, and on demand never", () => {
    const groups = [
      { ...SPOT, minNodes: 5 },
      { ...ON_DEMAND, minNodes: 5 },
    ];
    const world = worldOf({ trace: "# spot reclaim 100 50\n0,1,1", nodeGroups: groups });
    run(world, 0, 100);
    const reclaimed = (name: string) => world.nodes.group(name).nodes.filter(({ goneAt }) => goneAt !== null).length;
    expect([reclaimed("spot"), reclaimed("od")]).to.deep.equal([3, 0]);
  });

  it("is not launched during a shortage, and is after it; on demand is", () => {
    const groups = [
      { ...SPOT, minNodes: 1 },
      { ...ON_DEMAND, minNodes: 1 },
    ];
    const world = worldOf({ trace: "# spot shortage 0 50\n0,1,1", nodeGroups: groups });
    const { act, changes } = changesOf(({ nodes }) => nodes.groups.map((group) => group.nodes.length).join());
    run(world, 0, 60, act);
    expect(changes).to.deep.equal([
      [0, "0,1"],
      [50, "1,1"],
    ]);
  });
});
