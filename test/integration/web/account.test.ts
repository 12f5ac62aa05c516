import { type TokenScope, tokenScopes } from "@mediashare/contract";
import type { AccountRow } from "@mediashare/core";
import { expect } from "chai";
import { browserOf, insertAccount, password, programOf, sendJson } from "../../support/accounts.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

describe("somebody's account", () => {
  let web: WebServer;
  let account: AccountRow;
  let browser: Record<string, string>;
  before(async () => {
    web = await startWebServer();
  });
  after(() => web.stop());
  beforeEach(async () => {
    account = await insertAccount(web.db);
    browser = await browserOf(web.db, account.id);
  });

  const call = (method: string, path: string, body?: unknown, headers = browser) => sendJson(method, web.url + path, body, headers);

  it("has a name that can change", async () => {
    const reply = await call("PATCH", "/v1/account", { name: "  Grace  " });
    expect([reply.status, reply.body.name]).to.deep.equal([200, "Grace"]);
    expect((await call("PATCH", "/v1/account", { name: " " })).status).to.equal(400);
  });

  it("has another address only for who knows the password, and none that is another's", async () => {
    const email = "new@people.test";
    expect((await call("PATCH", "/v1/account", { email })).body.code).to.equal("wrong_password");
    expect((await call("PATCH", "/v1/account", { email, password })).body.email).to.equal(email);
    const other = await insertAccount(web.db);
    const reply = await call("PATCH", "/v1/account", { email: other.email, password });
    expect([reply.status, reply.body.code]).to.deep.equal([409, "email_taken"]);
  });

  it("has another password only for who knows the present one; that ends all sessions but this", async () => {
    const elsewhere = await browserOf(web.db, account.id);
    const next = "another long and lonely one";
    expect((await call("PUT", "/v1/account/password", { current: "wrong", password: next })).body.code).to.equal("wrong_password");
    expect((await call("PUT", "/v1/account/password", { password: next })).body.code).to.equal("wrong_password");
    expect((await call("PUT", "/v1/account/password", { current: password, password: next })).status).to.equal(204);
    expect((await call("GET", "/v1/account")).status).to.equal(200);
    expect((await call("GET", "/v1/account", undefined, elsewhere)).status).to.equal(401);
    const signIn = (secret: string) => call("POST", "/v1/session", { email: account.email, password: secret }, {});
    expect([(await signIn(password)).status, (await signIn(next)).status]).to.deep.equal([401, 200]);
  });

  it("lists its sessions, and ends another one", async () => {
    const elsewhere = await browserOf(web.db, account.id);
    const { items } = (await call("GET", "/v1/account/sessions")).body as { items: { id: string; current: boolean }[] };
    expect(items.map(({ current }) => current).sort()).to.deep.equal([false, true]);
    const other = items.find(({ current }) => !current)?.id;
    expect((await call("DELETE", `/v1/account/sessions/${other}`)).status).to.equal(204);
    expect((await call("GET", "/v1/account", undefined, elsewhere)).status).to.equal(401);
    expect((await call("DELETE", `/v1/account/sessions/${other}`)).body.code).to.equal("session_not_found");
  });

  it("cannot end the sessions and tokens of others", async () => {
    const stranger = await browserOf(web.db, (await insertAccount(web.db)).id);
    const { items } = (await call("GET", "/v1/account/sessions")).body;
    expect((await call("DELETE", `/v1/account/sessions/${items[0].id}`, undefined, stranger)).status).to.equal(404);
    const { body } = await call("POST", "/v1/account/tokens", { name: "mine", scopes: ["media:read"] });
    expect((await call("DELETE", `/v1/account/tokens/${body.id}`, undefined, stranger)).status).to.equal(404);
    expect((await call("GET", "/v1/account/tokens", undefined, stranger)).body.items).to.deep.equal([]);
  });

  describe("makes API tokens", () => {
    const make = (body: object, headers = browser) => call("POST", "/v1/account/tokens", body, headers);

    it("that are shown once, work, and stop to work when they are revoked", async () => {
      const made = await make({ name: "Laptop", scopes: ["media:read"] });
      expect(made.status).to.equal(201);
      expect(made.body.token).to.match(/^ms_[\w-]{43}$/);
      const { items } = (await call("GET", "/v1/account/tokens")).body;
      expect(items).to.have.length(1);
      expect(items[0]).to.include({ name: "Laptop", usedAt: null, expiresAt: null });
      expect(JSON.stringify(items)).not.to.include(made.body.token.slice(3));
      const headers = { Authorization: `Bearer ${made.body.token}` };
      expect((await call("GET", "/v1/media", undefined, headers)).status).to.equal(200);
      expect((await call("GET", "/v1/account/tokens")).body.items[0].usedAt).to.be.a("string");
      await call("DELETE", `/v1/account/tokens/${made.body.id}`);
      expect((await call("GET", "/v1/media", undefined, headers)).body.code).to.equal("invalid_token");
    });

    it("that expire", async () => {
      const made = await make({ name: "Short", scopes: ["media:read"], expiresInDays: 1 });
      expect(Date.parse(made.body.expiresAt) - Date.now()).to.be.within(86_000_000, 86_400_000);
      await web
        .db("api_token")
        .where({ id: made.body.id })
        .update({ expires_at: new Date(Date.now() - 1) });
      const headers = { Authorization: `Bearer ${made.body.token}` };
      expect((await call("GET", "/v1/media", undefined, headers)).body.code).to.equal("invalid_token");
    });

    it("with the scope of administrators only for one", async () => {
      expect((await make({ name: "x", scopes: ["admin"] })).body.code).to.equal("not_administrator");
      await web.db("account").where({ id: account.id }).update({ role: "administrator" });
      expect((await make({ name: "x", scopes: ["admin"] })).status).to.equal(201);
    });

    it("and refuses scopes that there are not, or none, or one twice", async () => {
      for (const scopes of [["everything"], [], ["media:read", "media:read"]]) {
        expect((await make({ name: "x", scopes })).status, scopes.join()).to.equal(400);
      }
    });

    it("that can never be more than they were made for: none makes, lists or revokes tokens, or changes the account", async () => {
      for (const scopes of [...tokenScopes.map((scope): TokenScope[] => [scope]), [...tokenScopes]]) {
        const headers = await programOf(web.db, account.id, scopes);
        for (const [method, path, body] of [
          ["POST", "/v1/account/tokens", { name: "more", scopes: ["media:read"] }],
          ["GET", "/v1/account/tokens", undefined],
          ["DELETE", "/v1/account/tokens/0193a1b2-0000-7000-8000-000000000001", undefined],
          ["PUT", "/v1/account/password", { current: password, password: "another long and lonely one" }],
          ["PATCH", "/v1/account", { name: "Taken over" }],
          ["GET", "/v1/account/sessions", undefined],
        ] as const) {
          const reply = await call(method, path, body, headers);
          expect([reply.status, reply.body.code], `${method} ${path} with ${scopes}`).to.deep.equal([403, "session_needed"]);
        }
      }
      expect((await call("GET", "/v1/account")).body.name).to.equal(account.name);
    });

    it("whose account lost its role lose it too", async () => {
      await web.db("account").where({ id: account.id }).update({ role: "administrator" });
      const headers = await programOf(web.db, account.id, ["admin", "account:read"]);
      expect((await call("GET", "/v1/account", undefined, headers)).body.role).to.equal("administrator");
      await web.db("account").where({ id: account.id }).update({ role: "member" });
      expect((await call("GET", "/v1/account", undefined, headers)).body.role).to.equal("member");
    });
  });
});
