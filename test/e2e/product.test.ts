import { type Knex, openDatabase } from "@mediashare/core";
import type { MediaDetail } from "@mediashare/web";
import { expect } from "chai";
import { makeClip, makePhoto } from "../support/files.ts";
import type { Cluster } from "../support/node/cluster.ts";
import { installProduct, namespace, type Product, pipelineName } from "../support/node/product.ts";
import { sharedCluster } from "../support/node/shared.ts";
import { postFile } from "../support/upload-client.ts";
import { waitFor } from "../support/wait-for.ts";

describe("the product on a real node", function () {
  this.timeout(1_800_000);
  let cluster: Cluster;
  let product: Product;
  let db: Knex | undefined;

  before(async function () {
    const started = await sharedCluster();
    if ("skipped" in started) {
      const suite = this.test?.parent;
      if (suite) suite.title += ` (skipped: ${started.skipped})`;
      return this.skip();
    }
    cluster = started;
    product = await installProduct(cluster.kubectl);
    db = openDatabase({ url: product.databaseUrl, poolSize: 2, applicationName: "test" });
  });
  after(async () => {
    await db?.destroy();
    await cluster?.kubectl.run(["delete", "namespace", namespace]);
  });

  const upload = async (fileName: string, content: Uint8Array<ArrayBuffer>): Promise<string> => {
    const item = await postFile(product.uploadUrl, fileName, content, product.token);
    if (!item) throw new Error(`${fileName} was not received`);
    return item.id;
  };
  const look = async (id: string): Promise<MediaDetail> => {
    const response = await fetch(`${product.webUrl}/v1/media/${id}`, { headers: { Authorization: `Bearer ${product.token}` } });
    return (await response.json()) as MediaDetail;
  };
  const untilReady = async (id: string): Promise<MediaDetail> => {
    await waitFor(`media ${id} to be ready`, async () => (await look(id)).state === "ready", {
      timeoutMs: 180_000,
      intervalMs: 500,
      detail: async () => ({ ...(await look(id)), log: await workerLog() }),
    });
    return look(id);
  };
  const workerLog = (): Promise<string> =>
    cluster.kubectl.run(["logs", `deployment/${pipelineName}-worker`, `--namespace=${namespace}`, "--tail=20"]);

  it("makes an uploaded photo's renditions, and delivers them to who has a signed URL", async () => {
    const { images } = await untilReady(await upload("beach.jpg", await makePhoto({ seed: 1, width: 1600, height: 1200 })));
    const [image] = images;
    if (!image) throw new Error("The photo has no renditions.");
    const delivered = await product.deliver(image.url);
    expect(delivered.status).to.equal(200);
    expect((await delivered.arrayBuffer()).byteLength).to.equal(image.sizeBytes);
    const unsigned = await product.deliver(image.url.split("?")[0] as string);
    expect(unsigned.status).to.equal(403);
  });

  it("makes an uploaded clip playable", async () => {
    const { hls } = await untilReady(await upload("waves.mp4", await makeClip({ seconds: 6, width: 640, height: 360, seed: 2 })));
    if (!hls) throw new Error("The clip cannot be played.");
    const playlist = await (await product.deliver(hls.url)).text();
    expect(playlist).to.match(/^#EXTM3U/);
  });

  it("lets a worker give its task back when its pod ends, for the next one to finish", async () => {
    const id = await upload("storm.mp4", await makeClip({ seconds: 40, width: 1280, height: 720, seed: 3 }));
    const leased = () => (db as Knex)("task").where({ media_id: id, state: "leased", kind: "segments" });
    await waitFor("a worker to be at work", async () => (await leased()).length > 0, { timeoutMs: 120_000 });
    const selector = `app.kubernetes.io/component=worker`;
    const before = await cluster.kubectl.get<{ items: { metadata: { name: string } }[] }>(
      "pods",
      `--selector=${selector}`,
      `--namespace=${namespace}`,
    );
    const [pod] = before.items;
    const startedAt = performance.now();
    await cluster.kubectl.run(["delete", "pod", pod?.metadata.name ?? "", `--namespace=${namespace}`]);
    expect(performance.now() - startedAt).to.be.lessThan(30_000);
    await untilReady(id);
    const tasks = await (db as Knex)("task").where({ media_id: id });
    expect(tasks.map(({ failures }) => failures)).to.satisfy((all: number[]) => all.every((failures) => failures === 0));
  });

  it("serves the site", async () => {
    const page = await (await fetch(product.webUrl)).text();
    expect(page).to.contain('<div id="root">');
  });
});
