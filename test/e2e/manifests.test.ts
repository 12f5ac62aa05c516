import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { deliveredUrl } from "@mediashare/client";
import { type Knex, openDatabase } from "@mediashare/core";
import { expect } from "chai";
import { makeClip, makePhoto } from "../support/files.ts";
import type { Cluster } from "../support/node/cluster.ts";
import { runCommand } from "../support/node/command.ts";
import { Product } from "../support/node/product.ts";
import { sharedCluster } from "../support/node/shared.ts";
import { skipSuite } from "../support/skip-suite.ts";
import { waitFor } from "../support/wait-for.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Where README.md installs to. */
const place = { namespace: "default", name: "photos", siteUrl: "http://localhost:8080", deliveryUrl: "http://localhost:8082" };

describe("plain manifests, applied as README.md says", function () {
  this.timeout(600_000);
  let cluster: Cluster;
  let product: Product;
  let db: Knex | undefined;
  let commands: readonly string[] = [];

  before(async function () {
    this.timeout(3_600_000);
    const started = await sharedCluster();
    if ("skipped" in started) skipSuite(this, started.skipped);
    cluster = started;
    commands = await readCommands("Plain manifests");
    await cluster.kubectl.run(["label", "namespace", place.namespace, "pod-security.kubernetes.io/enforce=restricted", "--overwrite"]);
    for (const command of commands) await shell(command);
    product = await Product.open(cluster, place);
    db = openDatabase({ url: product.databaseUrl, poolSize: 2, applicationName: "test" });
  });
  after(async () => {
    await db?.destroy();
    const kinds = "deployments,jobs,services,serviceaccounts,poddisruptionbudgets,networkpolicies,secrets,configmaps";
    await cluster?.kubectl.run(["delete", kinds, "--selector=app.kubernetes.io/name=mediashare", `--namespace=${place.namespace}`]);
  });

  const shell = (command: string): Promise<string> =>
    runCommand("bash", ["-o", "pipefail", "-c", command], {
      cwd: root,
      env: { KUBECONFIG: cluster.kubeconfig, PATH: `${dirname(cluster.kubectl.program)}:${process.env.PATH}` },
    });
  const kubectl = (...args: readonly string[]): Promise<string> => cluster.kubectl.run([`--namespace=${place.namespace}`, ...args]);
  const jobs = async () =>
    (
      await cluster.kubectl.get<{ items: { metadata: { uid: string }; status: { succeeded?: number } }[] }>(
        "jobs",
        `--namespace=${place.namespace}`,
      )
    ).items;

  it("migrate the schema by one Job, which the fleets have waited for", async () => {
    // The fleets come when the schema is there, which may be before the Job's controller has counted the pod.
    await waitFor("the Job to be counted as done", async () => (await jobs()).every(({ status }) => status.succeeded === 1), {
      timeoutMs: 30_000,
    });
    expect(await jobs()).to.have.length(1);
    const { items } = await cluster.kubectl.get<{ items: { status: { containerStatuses: { restartCount: number; name: string }[] } }[] }>(
      "pods",
      `--namespace=${place.namespace}`,
      "--selector=app.kubernetes.io/component in (upload,web,worker)",
    );
    expect(items).to.have.length(3);
  });

  it("may be applied again, and change nothing", async () => {
    const before = await jobs();
    const [command = ""] = commands.filter((each) => each.includes("--spec"));
    // Fails where there is a difference.
    expect(await shell(command.replace("kubectl apply", "kubectl diff"))).to.equal("");
    await shell(command);
    expect((await jobs()).map(({ metadata }) => metadata.uid)).to.deep.equal(before.map(({ metadata }) => metadata.uid));
  });

  it("make an uploaded photo's renditions, and deliver them to who has a signed URL", async () => {
    const id = await product.upload("beach.jpg", await makePhoto({ seed: 1, width: 1600, height: 1200 }));
    const { delivery, images } = await product.untilReady(id);
    const [image] = images;
    if (!image) throw new Error("The photo has no renditions.");
    const url = deliveredUrl(delivery, image.path);
    const delivered = await product.deliver(url);
    expect(delivered.status).to.equal(200);
    expect((await delivered.arrayBuffer()).byteLength).to.equal(image.sizeBytes);
    const unsigned = await product.deliver(url.split("?")[0] as string);
    expect(unsigned.status).to.equal(403);
  });

  it("let a worker give its task back when its pod ends, for the next one to finish", async () => {
    const id = await product.upload("storm.mp4", await makeClip({ seconds: 40, width: 1280, height: 720, seed: 3 }));
    const leased = () => (db as Knex)("task").where({ media_id: id, state: "leased", kind: "segments" });
    await waitFor("a worker to be at work", async () => (await leased()).length > 0, { timeoutMs: 120_000 });
    const [pod = ""] = (await kubectl("get", "pods", "--selector=app.kubernetes.io/component=worker", "--output=name")).trim().split("\n");
    const log = kubectl("logs", pod, "--follow", "--since=1s");
    const startedAt = performance.now();
    await kubectl("delete", pod);
    expect(performance.now() - startedAt, await log).to.be.lessThan(30_000);
    await product.untilReady(id);
    const tasks = await (db as Knex)("task").where({ media_id: id });
    expect(tasks.map(({ failures }) => failures)).to.satisfy((all: number[]) => all.every((failures) => failures === 0));
  });

  it("serve the site", async () => {
    expect(await (await fetch(product.webUrl)).text()).to.contain('<div id="root">');
  });
});

/** The shell lines of a section of README.md, but for those that stay: they lead ports of the reader's machine. */
async function readCommands(section: string): Promise<readonly string[]> {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const [, text = ""] = readme.split(new RegExp(`^#+ ${section}$`, "m"));
  const block = /```sh\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
  const lines = block.split("\n").filter((line) => line !== "" && !line.includes("port-forward"));
  if (lines.length === 0) throw new Error(`README.md has no commands under "${section}".`);
  return lines;
}
