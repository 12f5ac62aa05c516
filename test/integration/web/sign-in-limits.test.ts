import { type AccountRow, hashSecret } from "@mediashare/core";
import { expect } from "chai";
import { insertAccount, password, sendJson } from "../../support/accounts.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

describe("guessing passwords", () => {
  let web: WebServer;
  let account: AccountRow;
  before(async () => {
    web = await startWebServer({ trustedProxies: 1 });
  });
  after(() => web.stop());
  beforeEach(async () => {
    await web.db("rate_limit").delete();
    account = await insertAccount(web.db);
  });

  const signIn = (from: string, given: string, cookie = "", email = account.email) =>
    sendJson("POST", `${web.url}/v1/session`, { email, password: given }, { "X-Forwarded-For": from, Cookie: cookie });
  const statuses = async (times: number, attempt: (n: number) => ReturnType<typeof signIn>): Promise<number[]> => {
    const all: number[] = [];
    for (let n = 0; n < times; n += 1) all.push((await attempt(n)).status);
    return all;
  };
  const deviceOf = ({ headers }: { headers: Headers }): string =>
    headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith("mediashare_device="))
      ?.split(";")[0] ?? "";

  it("ends after ten attempts at an account from one network, also with the right one", async () => {
    const met = await statuses(12, () => signIn("203.0.113.1", "wrong"));
    expect(met).to.deep.equal([...Array(10).fill(401), 429, 429]);
    const reply = await signIn("203.0.113.1", password);
    expect([reply.status, reply.body.code]).to.deep.equal([429, "too_many_requests"]);
    expect(Number(reply.headers.get("retry-after"))).to.be.within(1, 60);
  });

  it("takes all addresses that one subscriber has by IPv6 as one", async () => {
    const met = await statuses(11, (n) => signIn(`2001:db8:0:1::${n + 1}`, "wrong"));
    expect(met.at(-1)).to.equal(429);
    expect((await signIn("2001:db8:0:2::1", password)).status).to.equal(200);
  });

  it("keeps nobody out who comes from another network", async () => {
    await statuses(12, () => signIn("203.0.113.1", "wrong"));
    expect((await signIn("203.0.113.2", password)).status).to.equal(200);
  });

  it("from many networks makes each attempt slow, and refuses none", async () => {
    await statuses(30, (n) => signIn(`198.51.100.${n}`, "wrong"));
    const began = performance.now();
    expect((await signIn("203.0.113.2", password)).status).to.equal(200);
    expect(performance.now() - began).to.be.at.least(1_900);
  });

  it("does not touch a browser that the account was signed in by before, even in the guesser's network", async () => {
    const device = deviceOf(await signIn("203.0.113.1", password));
    expect(device).not.to.equal("");
    await statuses(20, (n) => signIn(`198.51.100.${n}`, "wrong"));
    await statuses(9, () => signIn("203.0.113.1", "wrong"));
    expect((await signIn("203.0.113.1", password)).status).to.equal(429);
    const began = performance.now();
    expect((await signIn("203.0.113.1", password, device)).status).to.equal(200);
    expect(performance.now() - began).to.be.below(1_900);
  });

  it("is limited in such a browser too, and its mark is good for no other account", async () => {
    const device = deviceOf(await signIn("203.0.113.1", password));
    expect((await statuses(11, () => signIn("203.0.113.3", "wrong", device))).at(-1)).to.equal(429);
    const other = await insertAccount(web.db);
    await statuses(10, () => signIn("203.0.113.4", "wrong", "", other.email));
    expect((await signIn("203.0.113.4", password, device, other.email)).status).to.equal(429);
    expect((await signIn("203.0.113.4", password, device.replace(/.{4}$/, "AAAA"), other.email)).status).to.equal(429);
  });

  it("leaves a mark that names nobody, and lets nobody in", async () => {
    const reply = await signIn("203.0.113.1", password);
    const [cookie] = reply.headers.getSetCookie().filter((each) => each.startsWith("mediashare_device="));
    expect(cookie).to.match(/; HttpOnly; SameSite=Strict$/);
    const claims = Buffer.from(cookie?.split(".")[1] as string, "base64url").toString();
    expect(claims).not.to.include("people.test");
    for (const encoding of ["base64url", "base64", "hex"] as const)
      expect(claims, "nor can addresses be tried against it").not.to.include(hashSecret(account.email as string).toString(encoding));
    expect((await sendJson("GET", `${web.url}/v1/session`, undefined, { Cookie: deviceOf(reply) })).body.user).to.equal(null);
  });
});
