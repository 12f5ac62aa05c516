import { notifyMedia } from "@mediashare/core";
import { expect } from "chai";
import { type Deployment, startDeployment } from "../../support/deployment.ts";
import { readEvents } from "../../support/event-stream.ts";
import { insertReadyImage } from "../../support/media-builders.ts";
import { fetchAsOwner } from "../../support/owner.ts";
import { waitFor } from "../../support/wait-for.ts";

describe("a web process", () => {
  let deployment: Deployment;
  before(async function () {
    this.timeout(60_000);
    deployment = await startDeployment();
  });
  after(() => deployment.stop());

  it("serves, follows changes that others make, and ends cleanly on SIGTERM with streams open", async () => {
    const web = await deployment.start("web");
    const reader = await readEvents(`${web.url}/v1/events`);
    const media = await insertReadyImage(deployment.db);
    await waitFor("the change", async () => {
      await notifyMedia(deployment.db, media);
      return reader.events.some(({ event }) => event === "media");
    });
    const page = (await (await fetchAsOwner(`${web.url}/v1/media`)).json()) as { items: { id: string }[] };
    expect(page.items.map(({ id }) => id)).to.deep.equal([media.id]);

    const beganAt = performance.now();
    web.kill("SIGTERM");
    expect(await web.exited).to.equal(0);
    expect(performance.now() - beganAt).to.be.below(5_000);
    expect(reader.text).to.match(/retry: \d+\n\n$/);
    expect(await web.log()).not.to.match(/"level":"(warn|error|fatal)"(?!.*not built)/);
  }).timeout(60_000);
});
