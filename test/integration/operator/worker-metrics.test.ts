import { type AwsClients, AwsRegions, MetricReader, weightedMean } from "@mediashare/controller";
import { expect } from "chai";
import sharp from "sharp";
import { Library } from "../../support/library.ts";
import { type Moto, motoCredentials, startMoto } from "../../support/moto.ts";

describe("a worker of a pipeline", function () {
  this.timeout(400_000);
  const environment = { ...process.env };
  let moto: Moto;
  let regions: AwsRegions;
  let aws: AwsClients;
  let library: Library;

  before(async function () {
    const started = await startMoto();
    if ("skipped" in started) {
      console.warn(started.skipped);
      return this.skip();
    }
    moto = started;
    Object.assign(process.env, motoCredentials);
    regions = new AwsRegions(moto.endpoint);
    aws = regions.in("us-east-1");
    library = await Library.open();
  });
  after(async () => {
    process.env = environment;
    await library?.close();
    regions?.destroy();
    await moto?.stop();
  });

  it("publishes what its tasks took, at the latest when it ends, where the operator reads it", async () => {
    const worker = await library.deployment.start("worker", {
      MEDIASHARE_PIPELINE: "default/photos",
      MEDIASHARE_AWS_ENDPOINT: moto.endpoint,
    });
    const photo = await sharp({ create: { width: 400, height: 300, channels: 3, background: "#336699" } })
      .jpeg()
      .toBuffer();
    await library.settled(await library.add("photo.jpg", new Uint8Array(photo)), "ready");
    worker.kill("SIGTERM");
    expect(await worker.exited).to.equal(0);

    const inAMinute = new MetricReader(() => Date.now() + 60_000);
    const query = { namespace: "Mediashare", metric: "TaskSeconds", dimensions: { Pipeline: "default/photos" } };
    const sums = await inAMinute.read(aws, { ...query, stat: "Sum" });
    const counts = await inAMinute.read(aws, { ...query, stat: "SampleCount" });
    expect(counts.map(({ value }) => value)).to.deep.equal([1]);
    expect(weightedMean(sums, counts)?.value).to.be.within(0.001, 30);
  });
});
