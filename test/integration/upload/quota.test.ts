import { randomUUID } from "node:crypto";
import type { AccountRow } from "@mediashare/core";
import { expect } from "chai";
import { insertAccount, programOf } from "../../support/accounts.ts";
import { filePart, jpegOf, postForm } from "../../support/upload-content.ts";
import { startUploadServer, type UploadServer } from "../../support/upload-server.ts";

const tus = { "Tus-Resumable": "1.0.0" };

describe("the quota of an account", () => {
  let server: UploadServer;
  before(async () => {
    server = await startUploadServer({ maxUploadSizeBytes: 4_000_000 });
  });
  after(() => server.stop());

  const accountOf = async (quotaBytes: number | null) => {
    const account = await insertAccount(server.db, { quota_bytes: quotaBytes });
    return { id: account.id, headers: await programOf(server.db, account.id, ["media:write"]) };
  };
  const use = async (id: string): Promise<[used: number, reserved: number]> => {
    const row = (await server.db("account").where({ id }).first()) as AccountRow;
    return [row.used_bytes, row.reserved_bytes];
  };
  const create = (headers: Record<string, string>, lengthBytes: number | "deferred") =>
    fetch(`${server.url}/v1/tus`, {
      method: "POST",
      headers: {
        ...tus,
        ...headers,
        ...(lengthBytes === "deferred" ? { "Upload-Defer-Length": "1" } : { "Upload-Length": String(lengthBytes) }),
      },
    });
  const problemOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code];

  it("is not passed by 100 uploads at once, by form", async () => {
    const { id, headers } = await accountOf(10 * 100_000);
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => postForm(server.url, [filePart(jpegOf(99_000))], headers).catch(() => undefined)),
    );
    const accepted = replies.filter((reply) => reply?.status === 201).length;
    const refused = replies.filter((reply) => reply?.body.code === "quota_exceeded" && reply.status === 413).length;
    expect(accepted).to.be.within(1, 10);
    expect(accepted + refused).to.equal(100);
    expect(await use(id)).to.deep.equal([accepted * 99_000, 0]);
    // What is left has room for those that were refused only because others were under way.
    while ((await use(id))[0] + 100_000 <= 1_000_000) {
      expect((await postForm(server.url, [filePart(jpegOf(99_000))], headers)).status).to.equal(201);
    }
    expect((await postForm(server.url, [filePart(jpegOf(99_000))], headers)).body.code).to.equal("quota_exceeded");
    expect(await use(id)).to.deep.equal([990_000, 0]);
  }).timeout(60_000);

  it("is not passed by 100 uploads at once, by tus: as many begin as there is room for", async () => {
    const { id, headers } = await accountOf(1_000_000);
    const answers = await Promise.all(Array.from({ length: 100 }, () => create(headers, 100_000)));
    expect(answers.filter(({ status }) => status === 201)).to.have.length(10);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(await problemOf(answer)).to.deep.equal([413, "quota_exceeded"]);
    expect(await use(id)).to.deep.equal([0, 1_000_000]);
  }).timeout(60_000);

  it("is free again when an upload is cancelled, fails or is a duplicate", async () => {
    const { id, headers } = await accountOf(1_000_000);
    const begun = await create(headers, 600_000);
    expect(await use(id)).to.deep.equal([0, 600_000]);
    await fetch(new URL(begun.headers.get("location") as string, server.url), { method: "DELETE", headers: { ...tus, ...headers } });
    expect(await use(id)).to.deep.equal([0, 0]);
    expect((await postForm(server.url, [filePart(Buffer.from("no picture at all"))], headers)).status).to.equal(415);
    expect(await use(id)).to.deep.equal([0, 0]);
    const photo = jpegOf(300_000);
    for (let n = 0; n < 3; n += 1) expect((await postForm(server.url, [filePart(photo)], headers)).status).to.equal(201);
    expect(await use(id)).to.deep.equal([300_000, 0]);
  });

  it("is given back when a media is removed, not when it is deleted", async () => {
    const { id, headers } = await accountOf(1_000_000);
    const { body } = await postForm(server.url, [filePart(jpegOf(200_000))], headers);
    await server.db("media").where({ id: body.items[0].id }).update({ state: "deleted" });
    expect(await use(id)).to.deep.equal([200_000, 0]);
    await server.db("media").where({ id: body.items[0].id }).delete();
    expect(await use(id)).to.deep.equal([0, 0]);
  });

  it("counts the files of one form one by one: what the first did not need, the second has", async () => {
    const { id, headers } = await accountOf(1_000_000);
    const reply = await postForm(server.url, [filePart(jpegOf(400_000)), filePart(jpegOf(400_000)), filePart(jpegOf(100_000))], headers);
    expect(reply.status).to.equal(201);
    expect(await use(id)).to.deep.equal([900_000, 0]);
    const beyond = await postForm(server.url, [filePart(jpegOf(50_000)), filePart(jpegOf(400_000))], headers);
    expect([beyond.status, beyond.body.code]).to.deep.equal([413, "quota_exceeded"]);
    expect(await use(id), "nothing of it was kept").to.deep.equal([900_000, 0]);
  });

  it("wants to know how long a file is before it comes", async () => {
    const limited = await accountOf(1_000_000);
    expect(await problemOf(await create(limited.headers, "deferred"))).to.deep.equal([411, "length_required"]);
    const unlimited = await accountOf(null);
    expect((await create(unlimited.headers, "deferred")).status).to.equal(201);
  });

  it("of nobody else is touched, and who has none is not limited", async () => {
    const [one, other] = [await accountOf(1_000), await accountOf(null)];
    expect((await postForm(server.url, [filePart(jpegOf(300_000))], other.headers)).status).to.equal(201);
    expect((await postForm(server.url, [filePart(jpegOf(300_000))], one.headers)).body.code).to.equal("quota_exceeded");
    expect([await use(one.id), await use(other.id)]).to.deep.equal([
      [0, 0],
      [300_000, 0],
    ]);
  });

  it("may be set below what is used: nothing is lost, and nothing more gets in", async () => {
    const { id, headers } = await accountOf(null);
    await postForm(server.url, [filePart(jpegOf(300_000))], headers);
    await server.db("account").where({ id }).update({ quota_bytes: 1_000 });
    expect((await postForm(server.url, [filePart(jpegOf(500))], headers)).body.code).to.equal("quota_exceeded");
    expect(await use(id)).to.deep.equal([300_000, 0]);
  });

  it("stays true through every change of many media in one statement", async () => {
    const { id } = await accountOf(null);
    await server.db.raw(
      `insert into media (id, owner_id, state, kind, file_name, content_type, size_bytes, sha256, original_key)
       select gen_random_uuid(), ?, case when n % 2 = 0 then 'ready' else 'failed' end, 'image', 'a', 'image/jpeg', n,
         decode(md5(n::text), 'hex'), ? || n from generate_series(1, 100) n`,
      [id, randomUUID()],
    );
    expect(await use(id)).to.deep.equal([5_050, 0]);
    await server.db("media").where({ owner_id: id }).update({ state: "deleted" });
    expect(await use(id)).to.deep.equal([5_050, 0]);
    await server.db("media").where({ owner_id: id }).where("size_bytes", ">", 50).delete();
    expect(await use(id)).to.deep.equal([1_275, 0]);
  });
});
