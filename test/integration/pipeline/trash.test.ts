import { deliveredUrl } from "@mediashare/client";
import { expect } from "chai";
import { makePhoto } from "../../support/files.ts";
import { Library } from "../../support/library.ts";
import { fetchAsOwner } from "../../support/owner.ts";
import { waitFor } from "../../support/wait-for.ts";

describe("what was deleted", () => {
  let library: Library;
  before(async function () {
    this.timeout(60_000);
    library = await Library.open({ MEDIASHARE_TRASH_RETENTION: "1h" });
    await library.deployment.start("worker");
  });
  after(() => library.close());

  const trash = (id: string) => fetchAsOwner(`${library.web.url}/v1/media/${id}`, { method: "DELETE" });
  const add = async (name: string, seed: number) => {
    const { id, delivery, images } = await library.settled(await library.add(name, await makePhoto({ seed })), "ready");
    return { id, url: deliveredUrl(delivery, images[0]?.path as string) };
  };
  const isGone = async (id: string) => (await library.deployment.db("media").where({ id })).length === 0;

  it("is delivered while it can be restored, and gone from database, storage and delivery when its time is over", async () => {
    const kept = await add("kept.jpg", 1);
    const old = await add("old.jpg", 2);
    for (const { id } of [kept, old]) expect((await trash(id)).status).to.equal(204);
    expect((await fetch(old.url)).status, "in the trash").to.equal(200);
    await library.deployment
      .db("media")
      .where({ id: old.id })
      .update({ trashed_at: new Date(Date.now() - 3_700_000) });
    await waitFor("the row to go", () => isGone(old.id));
    expect((await library.storedFiles()).filter((path) => path.includes(old.id))).to.deep.equal([]);
    // The signature is good still: there is nothing any more that it opens.
    expect((await fetch(old.url)).status).to.equal(404);
    expect((await fetch(kept.url)).status, "what has time left").to.equal(200);
    expect(await isGone(kept.id)).to.equal(false);
  });

  it("is gone at once when its owner says so", async () => {
    const { id, url } = await add("now.jpg", 3);
    expect((await fetch(url)).status).to.equal(200);
    await trash(id);
    const response = await fetchAsOwner(`${library.web.url}/v1/trash/delete`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ids: [id] }),
    });
    expect(await response.json()).to.deep.equal({ deleted: 1 });
    expect((await fetchAsOwner(`${library.web.url}/v1/media/${id}`)).status).to.equal(404);
    await waitFor("the row to go", () => isGone(id));
    expect((await library.storedFiles()).filter((path) => path.includes(id))).to.deep.equal([]);
    expect((await fetch(url)).status).to.equal(404);
  });
});
