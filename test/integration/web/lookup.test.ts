import { randomBytes, randomUUID } from "node:crypto";
import { expect } from "chai";
import { fetchAsOwner } from "../../support/owner.ts";
import { insertMedia } from "../../support/rows.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

describe("POST /v1/media/lookup", () => {
  let web: WebServer;
  before(async () => {
    web = await startWebServer();
  });
  after(() => web.stop());

  const lookUp = async (sha256: unknown) => {
    const response = await fetchAsOwner(`${web.url}/v1/media/lookup`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ sha256 }),
    });
    return { status: response.status, body: await response.json() };
  };
  const hexOf = (media: { sha256: Buffer | null }) => media.sha256?.toString("hex") as string;

  it("names those contents that the owner has, whatever their state of processing", async () => {
    const stored = await insertMedia(web.db);
    const ready = await insertMedia(web.db, { state: "ready" });
    const { status, body } = await lookUp([hexOf(stored), hexOf(ready), randomBytes(32).toString("hex"), hexOf(ready)]);
    expect(status).to.equal(200);
    expect(body.items).to.have.deep.members([
      { sha256: hexOf(stored), id: stored.id, state: "stored" },
      { sha256: hexOf(ready), id: ready.id, state: "ready" },
    ]);
  });

  it("knows nothing of what others have, of what failed, and of what is deleted", async () => {
    const hidden = [
      await insertMedia(web.db, { state: "ready", owner_id: randomUUID() }),
      await insertMedia(web.db, { state: "failed", failure_code: "truncated" }),
      await insertMedia(web.db, { state: "deleted" }),
    ];
    expect(await lookUp(hidden.map(hexOf))).to.deep.equal({ status: 200, body: { items: [] } });
  });

  it("takes a thousand hashes, and refuses more, none, and what is no hash", async () => {
    const hashes = Array.from({ length: 1_001 }, () => randomBytes(32).toString("hex"));
    expect((await lookUp(hashes.slice(1))).status).to.equal(200);
    for (const wrong of [hashes, [], ["ff"], [hashes[0]?.toUpperCase().replace(/\d/g, "A")], [1], "x", undefined]) {
      const { status, body } = await lookUp(wrong);
      expect([status, body.code], JSON.stringify(wrong)?.slice(0, 80)).to.deep.equal([400, "invalid_request"]);
    }
  });
});
