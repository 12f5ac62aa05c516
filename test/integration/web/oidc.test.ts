import { localOwnerId } from "@mediashare/contract";
import type { AccountRow } from "@mediashare/core";
import { findFreePort } from "@mediashare/local";
import type { OidcOptions } from "@mediashare/web";
import { expect } from "chai";
import { browserOf, insertAccount, password, programOf, sendJson } from "../../support/accounts.ts";
import { CookieBrowser } from "../../support/cookie-browser.ts";
import { type OidcServer, startOidcServer } from "../../support/oidc-server.ts";
import { siteOrigin, startWebServer, type WebServer } from "../../support/web-server.ts";

const callbackUrl = `${siteOrigin}/v1/oidc/callback`;
const optionsOf = ({ issuer, clientId, clientSecret }: OidcServer): OidcOptions => ({
  issuer,
  clientId,
  clientSecret,
  name: "Example & Co",
  domains: [],
});

describe("signing in by an identity provider", () => {
  let provider: OidcServer;
  let web: WebServer;
  before(async () => {
    provider = await startOidcServer({ callbackUrl });
    web = await startWebServer({ oidc: optionsOf(provider), defaultQuotaBytes: 4_000 });
  });
  after(async () => {
    await web.stop();
    await provider.stop();
  });
  beforeEach(() => web.db("rate_limit").delete());

  const newBrowser = (at = web) => new CookieBrowser({ [siteOrigin]: at.url });
  const post = async (browser: CookieBrowser, path: string, body: object) => {
    const headers = { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin" };
    const response = await browser.send(siteOrigin + path, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as { url: string; code: string; detail: string } };
  };
  /** From the button to where the provider sends the browser back to. */
  const authorize = async (browser: CookieBrowser, body = {}, change = (url: URL): URL => url): Promise<string> => {
    const { body: begun } = await post(browser, "/v1/oidc/start", body);
    const { url } = await browser.visit(change(new URL(begun.url)).href, (at) => at.startsWith(callbackUrl));
    return url;
  };
  const comeBack = async (browser: CookieBrowser, url: string) => {
    const response = await browser.send(url, { headers: { Accept: "text/html" } });
    return { status: response.status, leadsTo: response.headers.get("location"), page: await response.text() };
  };
  const signIn = async (browser = newBrowser(), body = {}) => comeBack(browser, await authorize(browser, body));
  const whoIs = async (browser: CookieBrowser, at = web) => {
    const cookie = browser.cookies(siteOrigin).get("mediashare_session");
    const { body } = await sendJson("GET", `${at.url}/v1/session`, undefined, cookie ? { Cookie: `mediashare_session=${cookie}` } : {});
    return body.user as { id: string; email: string; name: string; role: string; quotaBytes: number; hasPassword: boolean } | null;
  };
  const connected = (sub: string) => web.db("account_identity").where({ subject: sub }).first("account_id", "email", "issuer");
  const connect = async (sub: string, over: Partial<AccountRow> = {}): Promise<AccountRow> => {
    const account = await insertAccount(web.db, over);
    await web.db("account_identity").insert({ issuer: provider.issuer, subject: sub, account_id: account.id, email: null });
    return account;
  };

  it("is offered where there is one", async () => {
    expect((await sendJson("GET", `${web.url}/v1/session`)).body.oidc).to.deep.equal({ name: "Example & Co" });
    const plain = await startWebServer();
    try {
      expect((await sendJson("GET", `${plain.url}/v1/session`)).body.oidc).to.equal(null);
      for (const [method, path] of [
        ["POST", "/v1/oidc/start"],
        ["GET", "/v1/oidc/callback"],
      ] as const) {
        const { status, body } = await sendJson(method, plain.url + path, method === "POST" ? {} : undefined);
        expect([status, body.code]).to.deep.equal([404, "oidc_not_configured"]);
      }
    } finally {
      await plain.stop();
    }
  });

  it("asks the provider for a code by PKCE, with a state and a nonce that nobody else has", async () => {
    const [one, other] = [await post(newBrowser(), "/v1/oidc/start", {}), await post(newBrowser(), "/v1/oidc/start", {})];
    const query = new URL(one.body.url).searchParams;
    expect(Object.fromEntries(query)).to.include({
      client_id: "mediashare",
      redirect_uri: callbackUrl,
      response_type: "code",
      scope: "openid email profile",
      code_challenge_method: "S256",
    });
    for (const name of ["state", "nonce", "code_challenge"]) {
      expect(query.get(name), name).to.match(/^[\w-]{40,}$/);
      expect(query.get(name), name).not.to.equal(new URL(other.body.url).searchParams.get(name));
    }
  });

  it("signs in whoever is connected, and leads to the page that was asked for", async () => {
    const account = await connect("known");
    provider.person = { sub: "known" };
    const browser = newBrowser();
    const { status, leadsTo } = await signIn(browser, { next: "/albums?of=mine" });
    expect([status, leadsTo]).to.deep.equal([303, "/albums?of=mine"]);
    expect((await whoIs(browser))?.id).to.equal(account.id);
    expect([...browser.cookies(siteOrigin).keys()], "nothing of the attempt is left").to.deep.equal(["mediashare_session"]);
  });

  for (const next of ["//example.com/", "https://example.com/", "/\\example.com", "/v1/media", "/sign-in"]) {
    it(`never leads to ${next}`, async () => {
      await connect(`leads ${next}`);
      provider.person = { sub: `leads ${next}` };
      expect((await signIn(newBrowser(), { next })).leadsTo).to.equal("/");
    });
  }

  describe("is refused", () => {
    const refuse = async (browser: CookieBrowser, url: string, status: number, words: RegExp): Promise<void> => {
      const sessions = await web.db("session").count();
      const reply = await comeBack(browser, url);
      expect([reply.status, reply.leadsTo]).to.deep.equal([status, null]);
      expect(reply.page).to.match(words).and.to.include('<a href="/sign-in">');
      expect(await whoIs(browser)).to.equal(null);
      expect(await web.db("session").count()).to.deep.equal(sessions);
    };
    beforeEach(async () => {
      provider.person = { sub: "refused" };
      if (!(await connected("refused"))) await connect("refused");
    });

    it("with a state that is not this attempt's", async () => {
      const browser = newBrowser();
      const url = new URL(await authorize(browser));
      url.searchParams.set("state", "another");
      await refuse(browser, url.href, 400, /begun in another browser, too long ago, or is over/);
    });

    it("in another browser than it was begun in", async () => {
      await refuse(newBrowser(), await authorize(newBrowser()), 400, /begun in another browser/);
    });

    it("in a browser that began another attempt", async () => {
      const browser = newBrowser();
      await authorize(browser);
      await refuse(browser, await authorize(newBrowser()), 400, /begun in another browser/);
    });

    it("a second time, with everything that it had the first time", async () => {
      const browser = newBrowser();
      const url = await authorize(browser);
      const before = browser.cookies(siteOrigin);
      expect((await comeBack(browser, url)).status).to.equal(303);
      browser.setCookies(siteOrigin, before);
      await refuse(browser, url, 400, /is over/);
    });

    it("with a code that was used", async () => {
      const [browser, thief] = [newBrowser(), newBrowser()];
      const url = new URL(await authorize(browser));
      expect((await comeBack(browser, url.href)).status).to.equal(303);
      const own = new URL(await authorize(thief));
      own.searchParams.set("code", url.searchParams.get("code") as string);
      await refuse(thief, own.href, 400, /was used already/);
    });

    it("with a code that was meant for another attempt", async () => {
      const [victim, attacker] = [newBrowser(), newBrowser()];
      const stolen = new URL(await authorize(victim)).searchParams.get("code") as string;
      const own = new URL(await authorize(attacker));
      own.searchParams.set("code", stolen);
      await refuse(attacker, own.href, 400, /does not belong to this sign-in/);
    });

    it("with a token for another nonce", async () => {
      const browser = newBrowser();
      const url = await authorize(browser, {}, (to) => {
        to.searchParams.set("nonce", "another-nonce-than-was-kept");
        return to;
      });
      await refuse(browser, url, 400, /does not belong to this sign-in/);
    });

    it("with the verifier of another challenge", async () => {
      const browser = newBrowser();
      const url = await authorize(browser, {}, (to) => {
        to.searchParams.set("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        return to;
      });
      await refuse(browser, url, 400, /does not belong to this sign-in/);
    });

    it("after ten minutes", async () => {
      const browser = newBrowser();
      const url = await authorize(browser);
      const late = await startWebServer({
        oidc: optionsOf(provider),
        now: () => new Date(Date.now() + 601_000),
      });
      try {
        const lateBrowser = newBrowser(late);
        lateBrowser.setCookies(siteOrigin, browser.cookies(siteOrigin));
        await refuse(lateBrowser, url, 400, /too long ago/);
      } finally {
        await late.stop();
      }
    });

    it("where the provider was told no", async () => {
      provider.person = undefined;
      const browser = newBrowser();
      await refuse(browser, await authorize(browser), 403, /Example &amp; Co did not sign you in/);
    });

    it("where the account is disabled", async () => {
      await connect("disabled", { state: "disabled" });
      provider.person = { sub: "disabled" };
      const browser = newBrowser();
      await refuse(browser, await authorize(browser), 403, /Your account is disabled/);
    });

    it("where nobody invited them", async () => {
      provider.person = { sub: "stranger", email: "stranger@people.test", email_verified: true };
      const browser = newBrowser();
      await refuse(browser, await authorize(browser), 403, /only by invitation/);
      expect(await connected("stranger")).to.equal(undefined);
    });

    for (const email_verified of [false, undefined]) {
      it(`where the address is somebody's here and ${email_verified === false ? "not verified" : "nothing says that it is verified"}`, async () => {
        const account = await insertAccount(web.db);
        const sub = `unverified ${email_verified}`;
        provider.person = { sub, email: account.email as string, ...(email_verified === undefined ? {} : { email_verified }) };
        const browser = newBrowser();
        await refuse(browser, await authorize(browser), 403, /does not say that your e-mail address is verified/);
        expect(await connected(sub)).to.equal(undefined);
      });
    }

    it("as a problem to programs", async () => {
      const { status, body } = await sendJson("GET", `${web.url}/v1/oidc/callback?code=x&state=y`, undefined, {
        Accept: "application/json",
      });
      expect([status, body.code]).to.deep.equal([400, "oidc_expired"]);
    });
  });

  describe("with a verified address that an account has", () => {
    it("connects the two, and ends what let somebody in who had not shown that the address was theirs", async () => {
      const account = await insertAccount(web.db, { email: "ada@people.test" });
      const session = await browserOf(web.db, account.id);
      const token = await programOf(web.db, account.id, ["media:read"]);
      provider.person = { sub: "ada", email: "Ada@People.test", email_verified: true, name: "Ada" };
      const browser = newBrowser();
      expect((await signIn(browser)).leadsTo).to.equal("/settings");
      expect(await whoIs(browser)).to.include({ id: account.id, hasPassword: false, name: "Somebody" });
      expect(await connected("ada")).to.deep.equal({ account_id: account.id, email: "ada@people.test", issuer: provider.issuer });
      for (const headers of [session, token]) {
        expect((await sendJson("GET", `${web.url}/v1/media`, undefined, headers)).status).to.equal(401);
      }
      expect((await sendJson("POST", `${web.url}/v1/session`, { email: "ada@people.test", password })).status).to.equal(401);
    });

    it("goes by who they are from then on, not by the address", async () => {
      const account = await connect("moved", { email: "before@people.test" });
      const other = await insertAccount(web.db, { email: "after@people.test" });
      provider.person = { sub: "moved", email: "after@people.test", email_verified: true };
      const browser = newBrowser();
      await signIn(browser);
      expect((await whoIs(browser))?.id)
        .to.equal(account.id)
        .and.not.to.equal(other.id);
    });

    it("lets nobody into a disabled one", async () => {
      const account = await insertAccount(web.db, { email: "closed@people.test", state: "disabled" });
      provider.person = { sub: "closed", email: "closed@people.test", email_verified: true };
      expect((await signIn()).status).to.equal(403);
      expect(await web.db("account").where({ id: account.id }).first("password_hash")).not.to.deep.equal({ password_hash: null });
    });

    it("lets a second person with the same address in no more", async () => {
      await connect("first of two", { email: "shared@people.test" });
      provider.person = { sub: "second of two", email: "shared@people.test", email_verified: true };
      expect((await signIn()).status).to.equal(409);
      expect(await connected("second of two")).to.equal(undefined);
    });
  });

  describe("for somebody new", () => {
    const invite = async (body: object) => {
      const { url } = (await sendJson("POST", `${web.url}/v1/invitations`, body, await browserOf(web.db, localOwnerId))).body;
      return (url as string).split("#")[1] as string;
    };
    const elsewhere = async (settings: Parameters<typeof startWebServer>[0], journey: (at: WebServer) => Promise<void>) => {
      const at = await startWebServer({ oidc: optionsOf(provider), ...settings });
      try {
        await journey(at);
      } finally {
        await at.stop();
      }
    };

    it("takes an invitation once", async () => {
      const invitation = await invite({ quotaBytes: 77 });
      provider.person = { sub: "guest", email: "guest@people.test", email_verified: true, name: "The Guest" };
      const browser = newBrowser();
      expect((await signIn(browser, { invitation })).leadsTo).to.equal("/");
      const made = { email: "guest@people.test", name: "The Guest", role: "member", quotaBytes: 77, hasPassword: false };
      expect(await whoIs(browser)).to.include(made);
      provider.person = { sub: "second guest", email: "guest2@people.test", email_verified: true };
      expect((await signIn(newBrowser(), { invitation })).status).to.equal(403);
    });

    it("makes no account for an address that nobody verified, and keeps the invitation", async () => {
      const invitation = await invite({});
      provider.person = { sub: "unsure", email: "unsure@people.test", email_verified: false };
      expect((await signIn(newBrowser(), { invitation })).status).to.equal(403);
      expect((await sendJson("POST", `${web.url}/v1/invitation`, { token: invitation })).status).to.equal(200);
    });

    it("makes an account where anybody may have one, by the site's policy or the provider's own", async () => {
      for (const [n, settings] of [{ signUp: "open" as const }, { oidc: { ...optionsOf(provider), signUp: "open" as const } }].entries()) {
        await elsewhere({ defaultQuotaBytes: 9, ...settings }, async (at) => {
          provider.person = { sub: `walk-in ${n}`, email: `walk-in-${n}@people.test`, email_verified: true };
          const browser = newBrowser(at);
          await signIn(browser);
          expect(await whoIs(browser, at)).to.include({ name: `walk-in-${n}`, role: "member", quotaBytes: 9 });
        });
      }
    });

    it("takes only addresses of the domains that are named, also from who was here before", async () => {
      const oidc = { ...optionsOf(provider), signUp: "open" as const, domains: ["people.test"] };
      await elsewhere({ oidc }, async (at) => {
        for (const [sub, email, verified, status] of [
          ["inside", "inside@people.test", true, 303],
          ["outside", "outside@else.test", true, 403],
          ["below", "below@sub.people.test", true, 403],
          ["lookalike", "look@evilpeople.test", true, 403],
          ["unsure inside", "unsure@people.test", false, 403],
          ["inside", "inside@else.test", true, 403],
        ] as const) {
          provider.person = { sub, email, email_verified: verified };
          expect((await signIn(newBrowser(at))).status, email).to.equal(status);
        }
      });
    });

    it("makes an administrator of whose claim says so, and of nobody else", async () => {
      const oidc = { ...optionsOf(provider), signUp: "open" as const, adminClaim: { name: "groups", value: "photo-admins" } };
      await elsewhere({ oidc }, async (at) => {
        for (const [sub, groups, role] of [
          ["chief", ["staff", "photo-admins"], "administrator"],
          ["clerk", ["staff", "photo-admins-2"], "member"],
          ["clerk", ["photo-admins"], "administrator"],
        ] as const) {
          provider.person = { sub, groups, email: `${sub}@people.test`, email_verified: true };
          const browser = newBrowser(at);
          await signIn(browser);
          expect((await whoIs(browser, at))?.role, `${sub}: ${groups}`).to.equal(role);
        }
      });
    });

    it("makes the administrator of a new site of its first visitor", async () => {
      await elsewhere({}, async (at) => {
        await at.db("account").delete();
        provider.person = { sub: "founder", email: "founder@people.test", email_verified: true };
        const browser = newBrowser(at);
        await signIn(browser);
        expect(await whoIs(browser, at)).to.include({ id: localOwnerId, role: "administrator", email: "founder@people.test" });
      });
    });
  });

  describe("from the settings", () => {
    const signedIn = async (over: Partial<AccountRow> = {}) => {
      const account = await insertAccount(web.db, over);
      const browser = newBrowser();
      const headers = await browserOf(web.db, account.id);
      browser.setCookies(siteOrigin, new Map([(headers.Cookie as string).split("=") as [string, string]]));
      const call = (method: string, body?: object) => sendJson(method, `${web.url}/v1/account/oidc`, body, headers);
      return { account, browser, call };
    };

    it("is connected by whoever knows the password, whatever the address", async () => {
      const { account, browser, call } = await signedIn();
      expect((await call("GET")).body).to.deep.equal({ connected: null });
      expect((await call("POST", {})).body.code).to.equal("wrong_password");
      provider.person = { sub: "from settings", email: "private@else.test" };
      const { body } = await post(browser, "/v1/account/oidc", { password });
      const { url } = await browser.visit(body.url, (at) => at.startsWith(callbackUrl));
      expect((await comeBack(browser, url)).leadsTo).to.equal("/settings");
      expect(await connected("from settings")).to.include({ account_id: account.id });
      expect((await call("GET")).body.connected).to.include({ email: null });
      expect(await web.db("account").where({ id: account.id }).first("email")).to.deep.equal({ email: account.email });
    });

    it("is not connected with who is another's already", async () => {
      const other = await connect("taken");
      const { browser } = await signedIn();
      provider.person = { sub: "taken" };
      const { body } = await post(browser, "/v1/account/oidc", { password });
      const { url } = await browser.visit(body.url, (at) => at.startsWith(callbackUrl));
      expect((await comeBack(browser, url)).status).to.equal(409);
      expect(await connected("taken")).to.include({ account_id: other.id });
    });

    it("is not connected for who signed out on the way", async () => {
      const { browser } = await signedIn();
      provider.person = { sub: "gone on the way" };
      const { body } = await post(browser, "/v1/account/oidc", { password });
      const { url } = await browser.visit(body.url, (at) => at.startsWith(callbackUrl));
      await browser.send(`${siteOrigin}/v1/session`, { method: "DELETE", headers: { "Sec-Fetch-Site": "same-origin" } });
      expect((await comeBack(browser, url)).status).to.equal(403);
      expect(await connected("gone on the way")).to.equal(undefined);
    });

    it("is disconnected where a password remains, and only there", async () => {
      for (const [over, status] of [
        [{}, 204],
        [{ password_hash: null }, 409],
      ] as const) {
        const { account, call } = await signedIn(over);
        await web.db("account_identity").insert({ issuer: provider.issuer, subject: account.id, account_id: account.id, email: null });
        expect((await call("DELETE")).status).to.equal(status);
        expect((await connected(account.id)) === undefined).to.equal(status === 204);
      }
    });
  });

  describe("that is away", () => {
    it("says so at the button, takes passwords all the while, and works when it is there", async () => {
      const port = await findFreePort();
      const options = { ...optionsOf(provider), issuer: `http://127.0.0.1:${port}` };
      const site = await startWebServer({ oidc: options });
      try {
        const { email } = await insertAccount(site.db);
        const away = await post(newBrowser(site), "/v1/oidc/start", {});
        expect([away.status, away.body.code]).to.deep.equal([502, "oidc_unreachable"]);
        expect(away.body.detail).to.match(/^Example & Co cannot be asked just now/);
        expect((await sendJson("POST", `${site.url}/v1/session`, { email, password })).status).to.equal(200);
        const back = await startOidcServer({ callbackUrl, port });
        try {
          expect((await post(newBrowser(site), "/v1/oidc/start", {})).status).to.equal(200);
          const browser = newBrowser(site);
          back.person = { sub: "between" };
          const url = await authorize(browser);
          await back.stop();
          const reply = await comeBack(browser, url);
          expect([reply.status, /cannot be asked just now/.test(reply.page)]).to.deep.equal([502, true]);
        } finally {
          await back.stop();
        }
      } finally {
        await site.stop();
      }
    });
  });
});
