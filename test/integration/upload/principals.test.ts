import { localOwnerId, uploadTokenTtlMs } from "@mediashare/contract";
import { UploadTokens } from "@mediashare/core";
import { expect } from "chai";
import { SignJWT } from "jose";
import { insertAccount, programOf } from "../../support/accounts.ts";
import { authSecret } from "../../support/owner.ts";
import { filePart, jpegOf, postForm } from "../../support/upload-content.ts";
import { startUploadServer, type UploadServer } from "../../support/upload-server.ts";

describe("who may upload", () => {
  let server: UploadServer;
  before(async () => {
    server = await startUploadServer();
  });
  after(() => server.stop());

  const tokens = new UploadTokens(authSecret);
  const post = async (headers: Record<string, string>) => {
    const reply = await postForm(server.url, [filePart(jpegOf(2_000))], { Authorization: "", ...headers });
    return [reply.status, reply.body.code ?? (await server.db("media").where({ id: reply.body.items[0].id }).first())?.owner_id];
  };
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

  it("is nobody without a token", async () => {
    expect(await post({})).to.deep.equal([401, "not_signed_in"]);
    const tus = await fetch(`${server.url}/v1/tus`, { method: "POST", headers: { "Tus-Resumable": "1.0.0", "Upload-Length": "5" } });
    expect(tus.status).to.equal(401);
    expect((await fetch(`${server.url}/v1/tus`, { method: "OPTIONS" })).status, "asked what it can do").to.equal(204);
    expect((await server.left()).media).to.equal(0);
  });

  it("is whom the web fleet gave a token to, without a look at the database", async () => {
    const account = "0193a1b2-0000-7000-8000-000000000001";
    const { token } = await tokens.sign(account, new Date());
    expect(await post(bearer(token))).to.deep.equal([201, account]);
  });

  it("is nobody whose token has expired", async () => {
    const { token } = await tokens.sign(localOwnerId, new Date(Date.now() - uploadTokenTtlMs - 1_000));
    expect(await post(bearer(token))).to.deep.equal([401, "invalid_token"]);
  });

  it("is nobody with a token of another secret, purpose or algorithm", async () => {
    const forge = (key: Uint8Array) =>
      new SignJWT({ scope: "media:write" })
        .setProtectedHeader({ alg: "HS256" })
        .setSubject(localOwnerId)
        .setAudience("mediashare-upload")
        .setExpirationTime("1h")
        .sign(key);
    const none = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const claims = { sub: localOwnerId, scope: "media:write", aud: "mediashare-upload", exp: Date.now() };
    for (const token of [
      (await new UploadTokens("another secret, which is as long as it").sign(localOwnerId, new Date())).token,
      await forge(new TextEncoder().encode(authSecret)),
      `${none({ alg: "none" })}.${none(claims)}.`,
    ]) {
      expect(await post(bearer(token))).to.deep.equal([401, "invalid_token"]);
    }
  });

  it("is who has an API token for it, and no other one", async () => {
    const account = await insertAccount(server.db);
    expect(await post(await programOf(server.db, account.id, ["media:write"]))).to.deep.equal([201, account.id]);
    expect(await post(await programOf(server.db, account.id, ["media:read", "albums:write"]))).to.deep.equal([403, "missing_scope"]);
    await server.db("account").where({ id: account.id }).update({ state: "disabled" });
    expect(await post(await programOf(server.db, account.id, ["media:write"]))).to.deep.equal([401, "invalid_token"]);
  });

  it("does not see the uploads of others", async () => {
    const created = await fetch(`${server.url}/v1/tus`, {
      method: "POST",
      headers: { "Tus-Resumable": "1.0.0", "Upload-Length": "5", ...bearer((await tokens.sign(localOwnerId, new Date())).token) },
    });
    const upload = new URL(created.headers.get("location") as string, server.url);
    const stranger = bearer((await tokens.sign((await insertAccount(server.db)).id, new Date())).token);
    for (const method of ["HEAD", "DELETE"]) {
      expect((await fetch(upload, { method, headers: { "Tus-Resumable": "1.0.0", ...stranger } })).status).to.equal(404);
    }
  });
});
