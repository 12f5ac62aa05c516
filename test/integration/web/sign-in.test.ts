import { localOwnerId } from "@mediashare/contract";
import { hashSecret } from "@mediashare/core";
import { expect } from "chai";
import { browserOf, insertAccount, password, programOf, sendJson } from "../../support/accounts.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

describe("signing in", () => {
  let web: WebServer;
  before(async () => {
    web = await startWebServer();
  });
  after(() => web.stop());

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) => sendJson("POST", web.url + path, body, headers);
  const session = async (headers: Record<string, string>) => (await sendJson("GET", `${web.url}/v1/session`, undefined, headers)).body;
  const cookieOf = ({ headers }: { headers: Headers }) => headers.getSetCookie()[0] ?? "";

  it("with address and password opens a session, whatever the case of the address", async () => {
    const account = await insertAccount(web.db, { email: "ada@people.test", name: "Ada" });
    const reply = await post("/v1/session", { email: "Ada@People.test", password });
    expect([reply.status, reply.body.id, reply.body.name]).to.deep.equal([200, account.id, "Ada"]);
    expect(reply.headers.get("cache-control")).to.equal("no-store");
    const cookie = cookieOf(reply);
    expect(cookie).to.match(/^mediashare_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    const state = await session({ Cookie: cookie.split(";")[0] as string });
    expect(state.user).to.include({ id: account.id, email: "ada@people.test", role: "member" });
    expect(JSON.stringify(state)).not.to.match(/hash|secret/i);
  });

  it("keeps of a session only the hash of its secret", async () => {
    await insertAccount(web.db, { email: "hash@people.test" });
    const secret = cookieOf(await post("/v1/session", { email: "hash@people.test", password }))
      .split(";")[0]
      ?.split("=")[1] as string;
    const rows = await web.db("session").select(web.db.raw("session::text as row"));
    expect(rows.length).to.be.greaterThan(0);
    for (const { row } of rows as unknown as { row: string }[]) {
      expect(row).not.to.include(secret);
      expect(row).not.to.include(Buffer.from(secret).toString("hex"));
    }
  });

  it("says the same of a wrong password, an unknown address and a disabled account", async () => {
    await insertAccount(web.db, { email: "eve@people.test" });
    await insertAccount(web.db, { email: "gone@people.test", state: "disabled" });
    await insertAccount(web.db, { email: "oidc@people.test", password_hash: null });
    const replies = [
      await post("/v1/session", { email: "eve@people.test", password: "wrong" }),
      await post("/v1/session", { email: "nobody@people.test", password }),
      await post("/v1/session", { email: "gone@people.test", password }),
      await post("/v1/session", { email: "oidc@people.test", password: "x" }),
    ];
    expect(replies.map(({ status, body }) => [status, body.code, body.detail])).to.deep.equal(
      replies.map(() => [401, "wrong_credentials", "No account has this e-mail address with this password."]),
    );
    expect(replies.flatMap(({ headers }) => headers.getSetCookie())).to.deep.equal([]);
  });

  it("ends with signing out, for the server too", async () => {
    const account = await insertAccount(web.db);
    const headers = await browserOf(web.db, account.id);
    expect((await session(headers)).user.id).to.equal(account.id);
    const out = await sendJson("DELETE", `${web.url}/v1/session`, undefined, headers);
    expect([out.status, cookieOf(out).startsWith("mediashare_session=; Max-Age=0;")]).to.deep.equal([204, true]);
    expect((await session(headers)).user).to.equal(null);
    expect((await sendJson("GET", `${web.url}/v1/media`, undefined, headers)).body.code).to.equal("not_signed_in");
  });

  it("ends when its time is over, and when the account is disabled", async () => {
    const account = await insertAccount(web.db);
    const late = await browserOf(web.db, account.id);
    await web
      .db("session")
      .where({ account_id: account.id })
      .update({ expires_at: new Date(Date.now() - 1_000) });
    const disabled = await browserOf(web.db, account.id);
    expect((await session(late)).user).to.equal(null);
    expect((await session(disabled)).user.id).to.equal(account.id);
    await web.db("account").where({ id: account.id }).update({ state: "disabled" });
    expect((await session(disabled)).user).to.equal(null);
  });

  it("is prolonged when it is used after a while, and not with every request", async () => {
    const account = await insertAccount(web.db);
    const headers = await browserOf(web.db, account.id);
    const row = () => web.db("session").where({ account_id: account.id }).first();
    const before = await row();
    expect(cookieOf(await sendJson("GET", `${web.url}/v1/session`, undefined, headers))).to.equal("");
    expect((await row())?.expires_at).to.deep.equal(before?.expires_at);
    await web
      .db("session")
      .where({ account_id: account.id })
      .update({ seen_at: new Date(Date.now() - 2 * 3_600_000), expires_at: new Date(Date.now() + 60_000) });
    expect(cookieOf(await sendJson("GET", `${web.url}/v1/session`, undefined, headers))).to.match(/^mediashare_session=/);
    expect((await row())?.expires_at.getTime()).to.be.greaterThan(Date.now() + 29 * 86_400_000);
  });

  describe("by a cookie that another page makes the browser send", () => {
    for (const [what, headers, status] of [
      ["from another site", { "Sec-Fetch-Site": "cross-site" }, 403],
      ["from another port or host of this site", { "Sec-Fetch-Site": "same-site" }, 403],
      ["that does not say where it comes from", {}, 403],
      ["of this site", { "Sec-Fetch-Site": "same-origin" }, 204],
      ["of this site in an older browser", { Origin: "http://photos.example" }, 204],
    ] as const) {
      it(`${status === 204 ? "takes" : "refuses"} a change ${what}`, async () => {
        const account = await insertAccount(web.db);
        const { Cookie } = await browserOf(web.db, account.id);
        const target = `${web.url}/v1/media/0193a1b2-0000-7000-8000-000000000001`;
        const reply = await sendJson("DELETE", target, undefined, { Cookie: Cookie as string, ...headers });
        expect([reply.status, reply.body.code]).to.deep.equal([status, status === 204 ? undefined : "cross_site"]);
      });
    }

    it("lets it read, as a link from elsewhere does", async () => {
      const { Cookie } = await browserOf(web.db, localOwnerId);
      const reply = await sendJson("GET", `${web.url}/v1/media`, undefined, { Cookie: Cookie as string, "Sec-Fetch-Site": "cross-site" });
      expect(reply.status).to.equal(200);
    });
  });

  it("never goes on as nobody where a token was sent that does not work", async () => {
    const good = await programOf(web.db, localOwnerId, ["media:read"]);
    const revoked = await programOf(web.db, localOwnerId, ["media:read"]);
    await web
      .db("api_token")
      .where({ secret_hash: hashSecret(revoked.Authorization?.slice("Bearer ".length) as string) })
      .delete();
    expect((await sendJson("GET", `${web.url}/v1/media`, undefined, good)).status).to.equal(200);
    for (const headers of [revoked, { Authorization: "Bearer ms_nothing" }, { Authorization: "Bearer eyJhbGciOiJIUzI1NiJ9.e30.x" }]) {
      const reply = await sendJson("GET", `${web.url}/v1/config`, undefined, headers);
      expect([reply.status, reply.body.code]).to.deep.equal([401, "invalid_token"]);
    }
  });
});

describe("the cookie of a site with https", () => {
  it("is one that only its own host can set, over TLS alone", async () => {
    const web = await startWebServer({ siteOrigins: ["https://photos.example"] });
    try {
      await insertAccount(web.db, { email: "tls@people.test" });
      const reply = await sendJson("POST", `${web.url}/v1/session`, { email: "tls@people.test", password });
      const [cookie] = reply.headers.getSetCookie();
      expect(cookie).to.match(/^__Host-session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
      const { body } = await sendJson("GET", `${web.url}/v1/session`, undefined, { Cookie: cookie?.split(";")[0] as string });
      expect(body.user.email).to.equal("tls@people.test");
    } finally {
      await web.stop();
    }
  });
});

describe("a new site", () => {
  let web: WebServer;
  before(async () => {
    web = await startWebServer();
    await web.db("account").delete();
  });
  after(() => web.stop());

  const setUp = (email: string) =>
    sendJson("POST", `${web.url}/v1/setup`, { email, name: "First", password: "a long and lonely password" });

  it("says that it waits for its first visitor", async () => {
    expect((await sendJson("GET", `${web.url}/v1/session`)).body).to.include({ user: null, setup: true });
  });

  it("has one administrator, however many come first at once", async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, (_unused, n) => setUp(`first-${n}@people.test`)));
    expect(replies.map(({ status }) => status).sort()).to.deep.equal([201, ...Array(7).fill(409)]);
    expect(await web.db("account").select("role", "id")).to.deep.equal([{ role: "administrator", id: localOwnerId }]);
    const first = replies.find(({ status }) => status === 201);
    const cookie = first?.headers.getSetCookie()[0]?.split(";")[0] as string;
    const { body } = await sendJson("GET", `${web.url}/v1/session`, undefined, { Cookie: cookie });
    expect([body.user.id, body.setup]).to.deep.equal([localOwnerId, false]);
  });

  it("is set up once, also when its first account is gone", async () => {
    expect((await setUp("late@people.test")).body.code).to.equal("already_set_up");
    await insertAccount(web.db);
    await web.db("account").where({ id: localOwnerId }).delete();
    expect((await setUp("later@people.test")).body.code).to.equal("already_set_up");
  });
});
