import { localOwnerId } from "@mediashare/contract";
import { rateLimits } from "@mediashare/core";
import { expect } from "chai";
import { makePhoto } from "../../support/files.ts";
import { fetchAsOwner } from "../../support/owner.ts";
import { nothing, startUploadServer, type UploadServer } from "../../support/upload-server.ts";

describe("the rate of uploads", () => {
  let upload: UploadServer;
  beforeEach(async () => {
    upload = await startUploadServer();
  });
  afterEach(() => upload.stop());

  /** As if so many files had been sent just now. */
  const send = async (files: number): Promise<void> => {
    const { name, everyMs } = rateLimits.uploadBy;
    const emptyAt = upload.db.raw("now() + ? * interval '1 millisecond'", [files * everyMs]);
    await upload
      .db("rate_limit")
      .insert({ key: `${name} ${localOwnerId}`, empty_at: emptyAt })
      .onConflict("key")
      .merge();
  };
  const post = async (names: readonly string[]) => {
    const form = new FormData();
    for (const [seed, name] of names.entries()) form.append("file", new Blob([await makePhoto({ seed, width: 64, height: 64 })]), name);
    return fetchAsOwner(`${upload.url}/v1/media`, { method: "POST", body: form });
  };
  const begin = () =>
    fetchAsOwner(`${upload.url}/v1/tus`, { method: "POST", headers: { "Tus-Resumable": "1.0.0", "Upload-Length": "1000" } });

  it("has room for twenty thousand files at once", async () => {
    expect(rateLimits.uploadBy.burst).to.be.at.least(20_000);
    await send(rateLimits.uploadBy.burst - 1_000);
    expect((await post(["a.jpg", "b.jpg"])).status).to.equal(201);
    expect((await begin()).status).to.equal(201);
  });

  it("is refused beyond that, before a byte is kept, with the time to come back", async () => {
    await send(rateLimits.uploadBy.burst + 500);
    for (const response of [await post(["a.jpg"]), await begin()]) {
      expect(response.status).to.equal(429);
      expect(Number(response.headers.get("retry-after"))).to.be.within(1, 6);
      expect(((await response.json()) as { code: string }).code).to.equal("too_many_requests");
    }
    expect(await upload.left()).to.deep.equal(nothing);
  });

  it("counts files, not requests", async () => {
    await send(10_000);
    const emptyAt = async () => (await upload.db("rate_limit").first("empty_at"))?.empty_at.getTime() as number;
    const before = await emptyAt();
    await post(["a.jpg", "b.jpg", "c.jpg"]);
    expect(await emptyAt()).to.equal(before + 3 * rateLimits.uploadBy.everyMs);
    await begin();
    expect(await emptyAt()).to.equal(before + 4 * rateLimits.uploadBy.everyMs);
  });

  it("lets go on what has begun", async () => {
    const { headers } = await begin();
    await send(rateLimits.uploadBy.burst + 6_000);
    const response = await fetchAsOwner(new URL(headers.get("location") as string, upload.url), {
      method: "PATCH",
      headers: { "Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream" },
      body: new Uint8Array(10),
    });
    expect(response.status).to.equal(204);
  });

  it("is one account's own", async () => {
    await send(rateLimits.uploadBy.burst + 6_000);
    await upload.db("rate_limit").update({ key: `${rateLimits.uploadBy.name} somebody else` });
    expect((await post(["a.jpg"])).status).to.equal(201);
  });
});
