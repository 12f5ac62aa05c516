import { localOwnerId } from "@mediashare/contract";
import type { AccountRow } from "@mediashare/core";
import { createLogger } from "@mediashare/kit";
import { expect } from "chai";
import { browserOf, insertAccount, password, programOf, sendJson } from "../../support/accounts.ts";
import { type MailServer, startMailServer } from "../../support/mail-server.ts";
import { waitFor } from "../../support/wait-for.ts";
import { siteOrigin, startWebServer, type WebServer } from "../../support/web-server.ts";

const good = "four unrelated words, such as these";

describe("getting an account", () => {
  let web: WebServer;
  let mails: MailServer;
  let administrator: Record<string, string>;
  const lines: string[] = [];
  before(async () => {
    mails = await startMailServer();
    const logger = createLogger({ service: "web", level: "debug" }, { write: (line) => void lines.push(line) });
    web = await startWebServer({ mailer: mails.mailer, defaultQuotaBytes: 5_000, logger });
    administrator = await browserOf(web.db, localOwnerId);
  });
  after(async () => {
    await web.stop();
    await mails.stop();
  });
  beforeEach(() => web.db("rate_limit").delete());

  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    sendJson(method, web.url + path, body, headers);
  const invite = async (body: object) => (await call("POST", "/v1/invitations", body, administrator)).body;
  const tokenOf = ({ url }: { url: string }) => url.split("#")[1] as string;
  const accept = (token: string, email: string) => call("POST", "/v1/invitation/accept", { token, email, name: "New", password: good });

  describe("by invitation", () => {
    it("gives it the role and quota that it was made for, once, and signs in", async () => {
      const invitation = await invite({ role: "administrator", quotaBytes: 77 });
      expect(invitation.url).to.match(new RegExp(`^${siteOrigin}/invite#[\\w-]{43}$`));
      expect((await call("POST", "/v1/invitation", { token: tokenOf(invitation) })).body).to.deep.equal({
        email: null,
        role: "administrator",
      });
      const made = await accept(tokenOf(invitation), "once@people.test");
      expect([made.status, made.body.role, made.body.quotaBytes]).to.deep.equal([201, "administrator", 77]);
      expect(made.headers.getSetCookie()).to.have.length(1);
      expect((await accept(tokenOf(invitation), "twice@people.test")).body.code).to.equal("invitation_expired");
    });

    it("lets one in of many who come with it at once", async () => {
      const token = tokenOf(await invite({}));
      const replies = await Promise.all(Array.from({ length: 6 }, (_unused, n) => accept(token, `race-${n}@people.test`)));
      expect(replies.map(({ status }) => status).sort()).to.deep.equal([201, 404, 404, 404, 404, 404]);
      expect(await web.db("account").whereLike("email", "race-%")).to.have.length(1);
    });

    it("gives the usual quota where none was said, and none where that was said", async () => {
      expect((await accept(tokenOf(await invite({})), "usual@people.test")).body.quotaBytes).to.equal(5_000);
      expect((await accept(tokenOf(await invite({ quotaBytes: null })), "none@people.test")).body.quotaBytes).to.equal(null);
    });

    it("stays where the address is taken", async () => {
      const token = tokenOf(await invite({}));
      await insertAccount(web.db, { email: "taken@people.test" });
      expect((await accept(token, "taken@people.test")).body.code).to.equal("email_taken");
      expect((await accept(token, "free@people.test")).status).to.equal(201);
    });

    it("is mailed where there is an address", async () => {
      const invitation = await invite({ email: "mailed@people.test" });
      expect(invitation.mailed).to.equal(true);
      const mail = await mails.next("mailed@people.test");
      expect(mail).to.include(invitation.url);
    });

    it("is listed without its secret, and stops to work when it is revoked or expires", async () => {
      const [revoked, expired] = [await invite({}), await invite({})];
      const { body } = await call("GET", "/v1/invitations", undefined, administrator);
      expect(JSON.stringify(body)).not.to.include(tokenOf(revoked));
      expect((await call("DELETE", `/v1/invitations/${revoked.id}`, undefined, administrator)).status).to.equal(204);
      await web
        .db("invitation")
        .where({ id: expired.id })
        .update({ expires_at: new Date(Date.now() - 1) });
      for (const each of [revoked, expired]) expect((await accept(tokenOf(each), "late@people.test")).status).to.equal(404);
    });
  });

  it("by signing up is only for sites that are open", async () => {
    const body = { email: "walkin@people.test", name: "Walk-in", password: good };
    expect((await call("POST", "/v1/sign-up", body)).body.code).to.equal("sign_up_closed");
    const open = await startWebServer({ signUp: "open", defaultQuotaBytes: 9 });
    try {
      const made = await sendJson("POST", `${open.url}/v1/sign-up`, { ...body, role: "administrator" });
      expect([made.status, made.body.role, made.body.quotaBytes]).to.deep.equal([201, "member", 9]);
    } finally {
      await open.stop();
    }
  });

  for (const [what, weak] of [
    ["short", "eleven char"],
    ["leaked", "password1234"],
    ["a keyboard row", "qwertyuiop12"],
    ["a repetition", "abcabcabcabcabc"],
    ["about the person", "weak@people.test"],
  ]) {
    it(`refuses a password that is ${what}`, async () => {
      const token = tokenOf(await invite({}));
      const reply = await call("POST", "/v1/invitation/accept", { token, email: "weak@people.test", name: "Weak", password: weak });
      expect(reply.status, reply.body.detail).to.be.oneOf([400, 422]);
      expect(await web.db("account").where({ email: "weak@people.test" })).to.deep.equal([]);
    });
  }

  describe("back, with a new password", () => {
    let account: AccountRow;
    beforeEach(async () => {
      account = await insertAccount(web.db);
    });
    const ask = (email: string) => call("POST", "/v1/password-reset", { email });
    const set = (token: string, next = good) => call("PUT", "/v1/password-reset", { token, password: next });
    const mailed = async () => /\/reset#([\w-]{43})/.exec(await mails.next(account.email as string))?.[1] as string;

    it("is by a link in a mail, which works once and ends every session and token", async () => {
      const [browser, program] = [await browserOf(web.db, account.id), await programOf(web.db, account.id, ["media:read"])];
      expect((await ask(account.email as string)).status).to.equal(202);
      const token = await mailed();
      expect(JSON.stringify(await web.db("password_reset").select(web.db.raw("password_reset::text as row")))).not.to.include(token);
      expect((await set(token)).status).to.equal(204);
      expect((await set(token)).body.code).to.equal("link_expired");
      expect((await call("GET", "/v1/account", undefined, browser)).status).to.equal(401);
      expect((await call("GET", "/v1/media", undefined, program)).status).to.equal(401);
      const signIn = (secret: string) => call("POST", "/v1/session", { email: account.email, password: secret });
      expect([(await signIn(password)).status, (await signIn(good)).status]).to.deep.equal([401, 200]);
    });

    it("has one link that works: the latest, for an hour", async () => {
      await ask(account.email as string);
      const first = await mailed();
      await ask(account.email as string);
      const second = await mailed();
      expect((await set(first)).status).to.equal(404);
      await web
        .db("password_reset")
        .where({ account_id: account.id })
        .update({ expires_at: new Date(Date.now() - 1) });
      expect((await set(second)).status).to.equal(404);
    });

    it("keeps the link where the new password is no good", async () => {
      await ask(account.email as string);
      const token = await mailed();
      expect((await set(token, "password1234")).body.code).to.equal("weak_password");
      expect((await set(token)).status).to.equal(204);
    });

    it("is answered alike for addresses that nobody has, and sends them nothing", async () => {
      const [known, unknown] = [await ask(account.email as string), await ask("nobody@people.test")];
      expect([unknown.status, unknown.body]).to.deep.equal([known.status, known.body]);
      await mailed();
      expect(mails.sentTo("nobody@people.test")).to.equal(0);
    });

    it("sends an address no more than a few mails", async () => {
      for (let n = 0; n < 6; n += 1) await ask(account.email as string);
      await waitFor("three mails", () => mails.sentTo(account.email as string) === 3);
    });

    it("is by a link of an administrator where there is no mail", async () => {
      const { body } = await call("POST", `/v1/users/${account.id}/password-reset`, undefined, administrator);
      expect((await set(body.url.split("#")[1])).status).to.equal(204);
    });
  });

  // In a suite of its own, as it looks at what all the others have left.
  describe("in the logs of all this", () => {
    it("is no password, token or link", () => {
      const logged = lines.join("");
      expect(lines.length).to.be.greaterThan(50);
      for (const secret of [good, password, "password1234", "mediashare_session", "Bearer", "/invite#", "/reset#", "invite%23"])
        expect(logged, secret).not.to.include(secret);
    });
  });
});

describe("administering accounts", () => {
  let web: WebServer;
  let administrator: Record<string, string>;
  before(async () => {
    web = await startWebServer();
    administrator = await browserOf(web.db, localOwnerId);
  });
  after(() => web.stop());
  const call = (method: string, path: string, body?: unknown) => sendJson(method, web.url + path, body, administrator);

  it("lists them in pages, latest first", async () => {
    for (let n = 0; n < 5; n += 1) await insertAccount(web.db, { name: `Person ${n}` });
    const ids: string[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await call("GET", `/v1/users?limit=2${cursor}`);
      ids.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(ids).to.have.length(6);
    expect(ids).to.deep.equal([...ids].sort().reverse());
  });

  it("changes role, quota and state; who is disabled is signed out at once", async () => {
    const account = await insertAccount(web.db);
    const browser = await browserOf(web.db, account.id);
    const changed = await call("PATCH", `/v1/users/${account.id}`, { role: "administrator", quotaBytes: 12 });
    expect(changed.body).to.include({ role: "administrator", quotaBytes: 12, state: "active" });
    expect((await call("PATCH", `/v1/users/${account.id}`, { quotaBytes: null })).body.quotaBytes).to.equal(null);
    await call("PATCH", `/v1/users/${account.id}`, { state: "disabled" });
    expect((await sendJson("GET", `${web.url}/v1/account`, undefined, browser)).status).to.equal(401);
    expect(await web.db("session").where({ account_id: account.id })).to.deep.equal([]);
    expect((await call("PATCH", "/v1/users/0193a1b2-0000-7000-8000-000000000001", {})).body.code).to.equal("user_not_found");
  });

  it("never loses its last administrator, also where two remove each other at once", async () => {
    await web.db("account").whereNot({ id: localOwnerId }).update({ role: "member" });
    for (const change of [{ role: "member" }, { state: "disabled" }])
      expect((await call("PATCH", `/v1/users/${localOwnerId}`, change)).body.code).to.equal("last_administrator");
    expect((await call("DELETE", `/v1/users/${localOwnerId}`)).body.code).to.equal("last_administrator");
    const other = await insertAccount(web.db, { role: "administrator" });
    const replies = await Promise.all([
      call("PATCH", `/v1/users/${localOwnerId}`, { role: "member" }),
      sendJson("PATCH", `${web.url}/v1/users/${other.id}`, { role: "member" }, await browserOf(web.db, other.id)),
    ]);
    expect(
      replies
        .map(({ status }) => status)
        .sort()
        .at(-1),
    ).to.be.greaterThan(400);
    expect(await web.db("account").where({ role: "administrator", state: "active" })).to.have.length(1);
    await web.db("account").where({ id: localOwnerId }).update({ role: "administrator" });
  });

  it("removes one with all that it has", async () => {
    const account = await insertAccount(web.db);
    await web.db.raw(
      `insert into media (id, owner_id, state, kind, file_name, content_type, size_bytes, sha256, original_key)
       values (gen_random_uuid(), ?, 'ready', 'image', 'a', 'image/jpeg', 1, '\\x00', ?)`,
      [account.id, account.id],
    );
    expect((await call("DELETE", `/v1/users/${account.id}`)).status).to.equal(204);
    expect(await web.db("media").where({ owner_id: account.id }).pluck("state")).to.deep.equal(["deleted"]);
    expect((await call("DELETE", `/v1/users/${account.id}`)).body.code).to.equal("user_not_found");
  });
});
