import { expect } from "chai";
import { type Bed, region, startBed, type TestQueue } from "../support/cluster/bed.ts";
import type { OperatorProcess } from "../support/cluster/operator-process.ts";
import { PipelineProbe } from "../support/cluster/pipeline-probe.ts";
import { whyNoControlPlane } from "../support/cluster/programs.ts";

const namespace = "gallery";

/** One story: each test begins where the one before it ended. */
describe("the operator when things fail", function () {
  this.timeout(240_000);
  let bed: Bed;
  let queue: TestQueue;
  const operators: OperatorProcess[] = [];
  let photos: PipelineProbe;

  const start = async (): Promise<OperatorProcess> => {
    const operator = await bed.startOperator();
    operators.push(operator);
    return operator;
  };
  const says = ({ log }: OperatorProcess, words: string): boolean => log.some((line) => line.includes(words));
  const leads = (operator: OperatorProcess): boolean => says(operator, "this replica leads");
  const capacityCalls = (): number => bed.proxy.calls.get("SetDesiredCapacity") ?? 0;

  before(async function () {
    const reason = whyNoControlPlane();
    if (reason) this.skip();
    this.timeout(1_200_000);
    bed = await startBed();
    await bed.createNamespace(namespace);
    queue = await bed.createQueue("photos");
    await bed.cloud.addGroup({ cluster: "media", name: "spot", capacityType: "Spot", max: 20, owner: `${namespace}/photos` });
    photos = new PipelineProbe(bed.kube, namespace, "photos", () => operators);
  });

  after(async () => {
    await bed?.stop();
  });

  it("has one leader, and a replica that waits", async () => {
    const first = await start();
    await photos.until("the first to lead", () => leads(first));
    const second = await start();
    await photos.create(spec(queue));
    await photos.untilCondition("Ready", "True FleetsAvailable");
    expect(leads(second)).to.equal(false);
  });

  it("is taken over within 20 s of a SIGKILL, and nothing is done twice", async () => {
    const [leader, other] = operators as [OperatorProcess, OperatorProcess];
    await queue.send(60);
    await photos.until("nodes to be asked for", () => capacityCalls() === 1);
    await leader.kill("SIGKILL");
    const killedAt = performance.now();
    await photos.until("the other to lead", () => leads(other), 20_000);
    const tookMs = performance.now() - killedAt;
    // Whether it works: it writes the status at its first reconcile.
    await photos.until("all workers to be ready", async () => (await photos.get()).status?.worker?.ready === 6, 60_000);
    expect(tookMs).to.be.lessThan(20_000);
    expect(capacityCalls()).to.equal(1);
    expect(await bed.cloud.desired("spot")).to.equal(2);
  });

  it("holds, and says so, while neither CloudWatch nor SQS answers", async () => {
    bed.proxy.fail(["monitoring", "sqs"]);
    await queue.purge();
    await photos.untilCondition("ScalingActive", "False ServiceUnavailable", 60_000);
    expect(await photos.messageOf("ScalingActive")).to.match(
      /sqs:GetQueueAttributes on http\S+ \(eu-west-1\) failed: AWS has a fault of its own; it is tried again\. \[HTTP 500\]/,
    );
    const { status } = await photos.get();
    const decidedAt = status?.decision?.time;
    await photos.until("another decision", async () => (await photos.get()).status?.decision?.time !== decidedAt, 90_000);
    expect((await photos.get()).status?.worker).to.include({ desired: 6, visible: null, ready: 6 });
    expect(await photos.replicas("worker")).to.equal(6);
    expect(await bed.cloud.desired("spot")).to.equal(2);
    expect((await photos.events()).filter((event) => event.startsWith("Warning ServiceUnavailable"))).to.have.length(1);

    bed.proxy.fail([]);
    await photos.untilCondition("ScalingActive", "True Deciding");
    await photos.until("the workers to go", async () => (await photos.replicas("worker")) === 0);
  });

  it("goes on after the API server was away, with a watch that works", async () => {
    await bed.controlPlane.restartApiServer(3_000);
    const { image } = (await photos.get()).spec;
    await photos.patch({ image: { ...image, tag: "0.2.0" } });
    const tagged = async (): Promise<boolean> =>
      (await photos.deployment("upload")).spec.template.spec.containers[0]?.image.endsWith(":0.2.0") === true;
    await photos.until("the new image", tagged);
    await photos.untilCondition("Ready", "True FleetsAvailable");
  });

  it("hands over at once on SIGTERM", async () => {
    const leader = operators.at(-1) as OperatorProcess;
    const next = await start();
    await leader.kill("SIGTERM");
    const endedAt = performance.now();
    await photos.until("the next to lead", () => leads(next), 10_000);
    // It looks at the Lease each two seconds, give or take.
    expect(performance.now() - endedAt).to.be.lessThan(5_000);
    expect(says(leader, '"level":"error"')).to.equal(false);
  });

  it("tells what it would do with --dry-run, and changes nothing", async () => {
    const dry = await bed.startOperator({ args: ["--dry-run"] });
    operators.push(dry);
    await photos.until("what it would do", () => leads(dry));
    await Promise.all(operators.slice(0, -1).map((each) => each.stop()));
    const before = capacityCalls();
    await queue.send(60);
    await photos.until("a plan", () => says(dry, "would scale"));
    expect(await photos.replicas("worker")).to.equal(0);
    expect(capacityCalls()).to.equal(before);
  });
});

function spec(queue: TestQueue): object {
  return {
    region,
    queue: { url: queue.url, deadLetterUrl: queue.deadLetterUrl },
    upload: {},
    worker: {
      resources: { requests: { cpu: "1", memory: "1Gi" } },
      scaling: { min: 0, max: 6, drainTarget: "30s", scaleDownDelay: "0s", defaultTaskSeconds: 10 },
      nodeGroups: [{ name: "spot", cluster: "media", capacityType: "Spot", max: 20 }],
    },
  };
}
