import { once } from "node:events";
import { connect } from "node:net";
import { localOwnerId } from "@mediashare/contract";
import { expect } from "chai";
import { ownerToken } from "../../support/owner.ts";
import { boundary, filePart as file, jpegOf, postForm as post, rawForm } from "../../support/upload-content.ts";
import { startUploadServer, type UploadServer } from "../../support/upload-server.ts";
import { waitFor } from "../../support/wait-for.ts";

describe("Idempotency-Key", () => {
  let server: UploadServer;
  let key: string;
  before(async () => {
    server = await startUploadServer();
  });
  beforeEach(async () => {
    await server.db.raw("truncate media, idempotency cascade");
    key = `"key ${Math.random()}"`;
  });
  after(() => server.stop());

  const send = (content: Buffer, name = "photo.jpg") => post(server.url, [file(content, name)], { "Idempotency-Key": key });
  const keyRow = () => server.db("idempotency").where({ owner_id: localOwnerId }).first();

  it("gives the first answer again, and does nothing again", async () => {
    const content = jpegOf(100_000);
    const first = await send(content);
    expect([first.status, first.headers.get("idempotency-replayed")]).to.deep.equal([201, null]);
    // What has become of it since does not change the answer.
    await server.db("media").update({ state: "failed" });
    key = key.replaceAll('"', "");
    const again = await send(content);
    expect([again.status, again.headers.get("idempotency-replayed")]).to.deep.equal([201, "true"]);
    expect(again.body).to.deep.equal(first.body);
    const left = await server.left();
    expect([left.media, left.tasks]).to.deep.equal([1, 1]);
  });

  it("refuses other files, or other names, under the same key", async () => {
    const content = jpegOf(10_000);
    await send(content);
    for (const [other, name] of [
      [jpegOf(10_000), "photo.jpg"],
      [content, "other.jpg"],
    ] as const) {
      const reply = await send(other, name);
      expect([reply.status, reply.body.code]).to.deep.equal([422, "idempotency_key_reused"]);
    }
    expect((await server.left()).media).to.equal(1);
  });

  it("is done once by requests at the same time", async () => {
    const content = jpegOf(200_000);
    const replies = await Promise.all(Array.from({ length: 5 }, () => send(content)));
    expect(replies.filter(({ status }) => status === 201)).not.to.have.length(0);
    for (const { status, body } of replies) if (status !== 201) expect([status, body.code]).to.deep.equal([409, "idempotency_running"]);
    const left = await server.left();
    expect([left.media, left.tasks]).to.deep.equal([1, 1]);
  });

  it("may be used again after a request that failed, or broke off", async () => {
    expect((await send(Buffer.from("text"))).status).to.equal(415);
    const body = rawForm([file(jpegOf(100_000))]);
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.write(
      `POST /v1/media HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ownerToken}\r\nIdempotency-Key: ${key}\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body.subarray(0, 50_000));
    await waitFor("the request to run", async () => (await server.left()).media === 1);
    const meanwhile = await send(jpegOf(1_000));
    expect([meanwhile.status, meanwhile.headers.get("retry-after")]).to.deep.equal([409, "5"]);
    socket.destroy();
    await once(socket, "close");
    await waitFor("the key to be free", async () => (await keyRow()) === undefined);
    expect((await send(jpegOf(1_000))).status).to.equal(201);
  });

  it("does not stay with a process that died", async () => {
    await server.db("idempotency").insert({ owner_id: localOwnerId, key: key.replaceAll('"', ""), fingerprint: "run x" });
    expect((await send(jpegOf(1_000))).status).to.equal(409);
    await server.db("idempotency").update({ created_at: server.db.raw("now() - interval '20 seconds'") });
    expect((await send(jpegOf(1_000))).status).to.equal(201);
  });

  it("is forgotten after a day, and not before", async () => {
    await send(jpegOf(1_000));
    await server.db("idempotency").update({ created_at: server.db.raw("now() - interval '23 hours'") });
    expect(await server.sweep("old-idempotency-keys")).to.equal(0);
    await server.db("idempotency").update({ created_at: server.db.raw("now() - interval '25 hours'") });
    expect(await server.sweep("old-idempotency-keys")).to.equal(1);
  });

  it("that is no key is refused", async () => {
    key = "x".repeat(201);
    const reply = await send(jpegOf(1_000));
    expect([reply.status, reply.body.code]).to.deep.equal([400, "invalid_idempotency_key"]);
  });
});
