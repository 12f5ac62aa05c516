import { DEFAULT_PEER, Keda, type PeerSettings, type World } from "@mediashare/simulator";
import { expect } from "chai";
import { changesOf, ON_THE_DOT, run, type Scene, worldOf } from "../../support/simulator/worlds.ts";

interface ScaledObject extends Scene {
  readonly keda?: Partial<PeerSettings["keda"]>;
  readonly hpa?: Partial<PeerSettings["hpa"]>;
}

/** A wait of nothing on the HPA's way down: what it recommends it does. */
const AT_ONCE = { downscaleStabilization: -1 };

/** The Deployment's replicas, and in which second they changed. */
function replicasOver(seconds: number, { keda, hpa, ...scene }: ScaledObject): readonly (readonly [number, number])[] {
  const world = worldOf(scene);
  const settings: PeerSettings = {
    ...DEFAULT_PEER,
    keda: { ...DEFAULT_PEER.keda, ...keda },
    hpa: { ...DEFAULT_PEER.hpa, ...hpa },
  };
  const scaler = new Keda(settings, { min: scene.min ?? 0, max: scene.max ?? 100 }, ON_THE_DOT);
  const { act, changes } = changesOf(({ replicas }: World) => replicas);
  run(world, 0, seconds, (...now) => {
    scaler.act(...now);
    act(...now);
  });
  return changes;
}

// https://keda.sh/docs/latest/reference/scaledobject-spec/ and https://keda.sh/docs/latest/concepts/scaling-deployments/
describe("a ScaledObject's way from zero", () => {
  it("is to one worker at the first look that sees a message; the HPA does the rest", () => {
    const changes = replicasOver(60, { trace: "1,12,1000", keda: { queueLength: 5, pollingInterval: 20 } });
    expect(changes).to.deep.equal([
      [0, 0],
      [20, 1],
      [30, 3],
    ]);
  });

  it("is looked for each pollingInterval", () => {
    const changes = replicasOver(60, { trace: "6,1,1000", keda: { pollingInterval: 5 } });
    expect(changes).to.deep.equal([
      [0, 0],
      [10, 1],
    ]);
  });

  // https://keda.sh/docs/latest/concepts/scaling-deployments/#activating-and-scaling-thresholds
  it("is passed only above the activation value", () => {
    const with50 = replicasOver(60, { trace: "1,50,1000", keda: { activationQueueLength: 50 } });
    const with51 = replicasOver(60, { trace: "1,51,1000", keda: { activationQueueLength: 50 } });
    expect(with50).to.deep.equal([[0, 0]]);
    expect(with51.at(-1), "51 ÷ 5 = 10.2, at most four at first, then eight, then eleven").to.deep.equal([60, 11]);
  });
});

describe("a ScaledObject's replicas", () => {
  // https://keda.sh/docs/latest/scalers/aws-sqs/: a pod that can handle 10 messages, 30 in the queue, 3 pods.
  it("are the messages divided by queueLength: 30 ÷ 10 = 3", () => {
    expect(replicasOver(30, { trace: "0,30,1000", min: 1, keda: { queueLength: 10 } }).at(-1)).to.deep.equal([0, 3]);
  });

  // The same page: ApproximateNumberOfMessages + ApproximateNumberOfMessagesNotVisible, unless scaleOnInFlight is false.
  it("count messages in flight, or not, as scaleOnInFlight says", () => {
    const scene: ScaledObject = { trace: "0,8,1000", min: 1, concurrency: 2, hpa: AT_ONCE };
    expect(replicasOver(20, { ...scene, keda: { queueLength: 2 } }), "8 ÷ 2").to.deep.equal([[0, 4]]);
    const changes = replicasOver(20, { ...scene, keda: { queueLength: 2, scaleOnInFlight: false } });
    expect(changes, "6 wait beside the 2 on the one worker: 3; then 2 beside the 6 on three").to.deep.equal([
      [0, 3],
      [15, 1],
    ]);
  });

  it("are looked at each sync of the HPA, not each pollingInterval", () => {
    const changes = replicasOver(60, { trace: "0,1,1000\n16,9,1000", min: 1, keda: { queueLength: 5, pollingInterval: 5 } });
    expect(changes).to.deep.equal([
      [0, 1],
      [30, 2],
    ]);
  });

  it("stay between minReplicaCount and maxReplicaCount", () => {
    expect(replicasOver(120, { trace: "0,1000,1000", min: 2, max: 7 }).map(([, replicas]) => replicas)).to.deep.equal([4, 7]);
    expect(replicasOver(900, { min: 2, max: 7 })).to.deep.equal([[0, 2]]);
  });
});

// https://keda.sh/docs/latest/reference/scaledobject-spec/#cooldownperiod
describe("a ScaledObject's way to zero", () => {
  it("is taken a cooldownPeriod after the last message was seen", () => {
    const changes = replicasOver(600, { trace: "0,1,35", keda: { cooldownPeriod: 300, pollingInterval: 30 } });
    expect(changes, "last seen at 30; more than 300 s later is 360").to.deep.equal([
      [0, 1],
      [360, 0],
    ]);
  });

  it("begins anew with each message", () => {
    const changes = replicasOver(900, { trace: "0,1,5\n200,1,50", keda: { cooldownPeriod: 300 } });
    expect(changes, "last seen at 240").to.deep.equal([
      [0, 1],
      [570, 0],
    ]);
  });

  it("is not the HPA's: it goes down to one, once it has waited", () => {
    const changes = replicasOver(900, { trace: "0,20,1", keda: { cooldownPeriod: 600 } });
    expect(changes.slice(-2).map(([, replicas]) => replicas)).to.deep.equal([1, 0]);
  });

  it("does not exist where minReplicaCount is above zero", () => {
    expect(replicasOver(2_000, { trace: "0,1,5", min: 1 })).to.deep.equal([[0, 1]]);
  });
});
