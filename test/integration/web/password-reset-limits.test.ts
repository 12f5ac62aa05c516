import type { AccountRow } from "@mediashare/core";
import { expect } from "chai";
import { insertAccount, password, sendJson } from "../../support/accounts.ts";
import { type MailServer, startMailServer } from "../../support/mail-server.ts";
import { waitFor } from "../../support/wait-for.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

describe("links to a new password that others ask for", () => {
  let web: WebServer;
  let mails: MailServer;
  let account: AccountRow;
  before(async () => {
    mails = await startMailServer();
    web = await startWebServer({ mailer: mails.mailer, trustedProxies: 1 });
  });
  after(async () => {
    await web.stop();
    await mails.stop();
  });
  beforeEach(async () => {
    await web.db("rate_limit").delete();
    account = await insertAccount(web.db);
  });

  const post = (path: string, from: string, body: object, cookie = "") =>
    sendJson("POST", web.url + path, body, { "X-Forwarded-For": from, Cookie: cookie });
  const ask = async (from: string, cookie = "", email = account.email): Promise<void> => {
    expect((await post("/v1/password-reset", from, { email }, cookie)).status).to.equal(202);
  };
  const markOf = async (email: string | null): Promise<string> => {
    const { headers } = await post("/v1/session", "203.0.113.200", { email, password });
    const mark = headers.getSetCookie().find((cookie) => cookie.startsWith("mediashare_device="));
    return mark?.split(";")[0] ?? "";
  };
  const untilSent = (count: number): Promise<void> =>
    waitFor(`${count} mails`, () => mails.sentTo(account.email as string) === count, { timeoutMs: 10_000 });
  /** What is asked for next comes by the same server and connection, so what was kept back is not on its way any more. */
  const expectSent = async (count: number): Promise<void> => {
    await untilSent(count);
    const other = await insertAccount(web.db);
    await ask("192.0.2.77", "", other.email);
    await mails.next(other.email as string);
    expect(mails.sentTo(account.email as string)).to.equal(count);
  };

  it("cannot be used up for their owner, who comes from another network", async () => {
    for (let n = 0; n < 8; n += 1) await ask("198.51.100.1");
    await expectSent(3);
    await ask("203.0.113.2");
    await untilSent(4);
  });

  it("are few, from however many networks, and one goes out when its time has come", async () => {
    for (let n = 1; n <= 14; n += 1) await ask(`198.51.100.${n}`);
    await expectSent(10);
    // Ten minutes later.
    await web
      .db("rate_limit")
      .where("key", "like", "any password reset to %")
      .update({ empty_at: web.db.raw("empty_at - interval '10 minutes'") });
    await ask("198.51.100.99");
    await untilSent(11);
  });

  it("are sent to a browser's owner who was signed in by it before, whatever all others do", async () => {
    const mark = await markOf(account.email);
    for (let n = 1; n <= 14; n += 1) await ask(`198.51.100.${n}`);
    await expectSent(10);
    await ask("198.51.100.1", mark);
    await untilSent(11);
  });

  it("are few for such a browser too, and its mark is good for no other account", async () => {
    const mark = await markOf(account.email);
    for (let n = 0; n < 6; n += 1) await ask("203.0.113.200", mark);
    await expectSent(3);
    const stranger = await insertAccount(web.db);
    const foreign = await markOf(stranger.email);
    for (let n = 1; n <= 14; n += 1) await ask(`198.51.100.${n}`);
    await expectSent(13);
    await ask("198.51.100.60", foreign);
    await expectSent(13);
  });
});
