import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { deliveredUrl } from "@mediashare/client";
import { addMediaToAlbum, setMember, verifySignedUrl } from "@mediashare/core";
import { createApp, createLogger, serve } from "@mediashare/kit";
import { edgeMiddleware } from "@mediashare/local";
import { expect } from "chai";
import { browserOf, insertAccount, type JsonReply, sendJson } from "../../support/accounts.ts";
import { insertReadyImage, insertWatchableVideo } from "../../support/media-builders.ts";
import { makeLink, stringsIn } from "../../support/share-links.ts";
import { deliveryUrl, siteOrigin, startWebServer, type WebServer } from "../../support/web-server.ts";

const minute = 60_000;

describe("share links", () => {
  let web: WebServer;
  let siteFolder: string;
  let now: Date;
  let log: string;
  let ownerId: string;
  let owner: Record<string, string>;
  let albumId: string;

  before(async () => {
    now = new Date("2030-01-01T12:00:00Z");
    const sink = new Writable({
      write: (chunk, _encoding, done) => {
        log += String(chunk);
        done();
      },
    });
    siteFolder = await mkdtemp(join(tmpdir(), "mediashare-site-"));
    const document = '<html><head><meta name="description" content="Yours" /><title>Mediashare</title></head><body></body></html>';
    await writeFile(join(siteFolder, "index.html"), document);
    web = await startWebServer({ now: () => now, siteFolder, logger: createLogger({ service: "web", level: "debug" }, sink) });
  });

  after(async () => {
    await web.stop();
    await rm(siteFolder, { recursive: true });
  });

  beforeEach(async () => {
    log = "";
    ownerId = (await insertAccount(web.db, { name: "Olga Owner", email: `${randomUUID()}@secret.test` })).id;
    owner = await browserOf(web.db, ownerId);
    const mediaIds = [(await insertReadyImage(web.db, secretMedia())).id, (await insertWatchableVideo(web.db, secretMedia())).id];
    albumId = (await sendJson("POST", `${web.url}/v1/albums`, { title: "Summer", description: "By the sea", mediaIds }, owner)).body.id;
  });

  const secretMedia = () => ({
    owner_id: ownerId,
    file_name: "secret-file-name.jpg",
    caption: "A secret-caption",
    place_name: "secret-place",
    captured_at: new Date("1999-12-31T00:00:00Z"),
    facts: JSON.stringify({ camera: { model: "secret-camera" }, place: { latitude: 48.858, longitude: 2.294 } }) as never,
  });
  const shared = (token: string, path = "", headers: Record<string, string> = {}): Promise<JsonReply> =>
    sendJson("GET", `${web.url}/v1/shared/${token}${path}`, undefined, headers);
  const unlock = (token: string, password: string): Promise<JsonReply> =>
    sendJson("POST", `${web.url}/v1/shared/${token}/unlock`, { password });
  const cookieOf = ({ headers }: JsonReply): string =>
    headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; ");
  /** The local edge over the server's renditions, by the server's clock. */
  const startEdge = async () => {
    const app = createApp({ logger: createLogger({ service: "edge", level: "silent" }) });
    app.koa.use(edgeMiddleware({ store: web.renditions, deliveryUrl, publicKeys: web.publicKeys, now: () => now }));
    const server = await serve(app.koa, { host: "127.0.0.1", port: 0 });
    return { url: `http://127.0.0.1:${server.port}`, stop: () => server.close(0) };
  };
  const page = (token: string, headers: Record<string, string> = {}) => fetch(`${web.url}/s/${token}`, { headers });

  it("show the album to whoever has them, and gives away nothing that was not shared", async () => {
    const { token } = await makeLink(web.url, owner, { albumId });
    const about = await shared(token);
    expect(about.body).to.deep.equal({
      kind: "album",
      title: "Summer",
      description: "By the sea",
      itemCount: 2,
      allowsUpload: false,
      allowsDownload: false,
    });
    const items = await shared(token, "/items");
    expect(items.body.items).to.have.length(2);
    const details = await Promise.all(items.body.items.map(({ id }: { id: string }) => shared(token, `/items/${id}`)));
    expect(details[1].body.playback.hls).to.include({ path: "main.m3u8" });
    const html = await (await page(token)).text();
    const cover = await fetch(`${web.url}/v1/shared/${token}/cover`, { redirect: "manual" });

    const rows = await web.db("media").where({ owner_id: ownerId });
    const account = await web.db("account").where({ id: ownerId }).first();
    const secrets = [
      ...["secret", "48.858", "2.294", "1999", ownerId, albumId, String(account?.email), "Olga"],
      ...rows.flatMap(({ id, sha256, original_key }) => [id, sha256?.toString("hex") ?? "none", original_key]),
    ];
    const told = [
      ...stringsIn([about.body, items.body, ...details.map(({ body }) => body)]).flatMap((text) => [text, decodePolicy(text)]),
      ...[html, cover.headers.get("location") ?? "", decodePolicy(cover.headers.get("location") ?? "")],
      ...[about, items, ...details].flatMap(({ headers }) => [...headers].flat()),
    ].join("\n");
    for (const secret of secrets) expect(told, secret).not.to.include(secret);
    expect(Object.keys(items.body.items[0].media)).to.have.members([
      ...["kind", "state", "width", "height", "durationMs", "progress", "playable", "caption", "thumbhash"],
      ...["delivery", "images"],
    ]);
  });

  it("show a single item without what it is called", async () => {
    const media = await insertReadyImage(web.db, secretMedia());
    const { token, id } = await makeLink(web.url, owner, { mediaId: media.id });
    expect((await shared(token)).body).to.include({ kind: "item", title: null, itemCount: 1 });
    const { body } = await shared(token, "/items");
    expect(body.items.map((item: { id: string }) => item.id)).to.deep.equal([id]);
    expect(stringsIn(body).join("\n")).not.to.include(media.id);
    expect((await shared(token, `/items/${randomUUID()}`)).body.code).to.equal("item_not_found");
  });

  it("show captions where their owner says so, the owner's own only", async () => {
    const other = (await insertAccount(web.db)).id;
    await setMember(web.db, { albumId, accountId: other, role: "contributor" });
    const theirs = await insertReadyImage(web.db, { ...secretMedia(), owner_id: other, caption: "By another" });
    await addMediaToAlbum(web.db, { albumId, ownerId: other, mediaIds: [theirs.id] });
    const { token, id } = await makeLink(web.url, owner, { albumId, showsCaptions: true });
    const captions = async (): Promise<string[]> =>
      (await shared(token, "/items")).body.items.map(({ media }: { media: { caption: string } }) => media.caption);
    expect(await captions()).to.deep.equal(["A secret-caption", "A secret-caption", ""]);
    const [first] = (await shared(token, "/items")).body.items;
    expect((await shared(token, `/items/${first.id}`)).body.media.caption).to.equal("A secret-caption");
    expect(await (await page(token)).text(), "no preview tells it").not.to.include("secret-caption");
    const changed = await sendJson("PATCH", `${web.url}/v1/share-links/${id}`, { showsCaptions: false }, owner);
    expect(changed.body.showsCaptions).to.equal(false);
    expect(await captions()).to.deep.equal(["", "", ""]);
    const asMember = await sendJson("GET", `${web.url}/v1/albums/${albumId}/items`, undefined, await browserOf(web.db, other));
    expect(asMember.body.items.map(({ media }: { media: { caption: string } }) => media.caption)).to.deep.equal([
      "A secret-caption",
      "A secret-caption",
      "By another",
    ]);
  });

  it("are for the owner of the album or media to make", async () => {
    const stranger = await browserOf(web.db, (await insertAccount(web.db)).id);
    const media = await insertReadyImage(web.db, secretMedia());
    const attempt = async (body: object) => (await sendJson("POST", `${web.url}/v1/share-links`, body, stranger)).body.code;
    expect(await attempt({ albumId })).to.equal("album_not_found");
    expect(await attempt({ mediaId: media.id })).to.equal("media_not_found");
    expect(await attempt({ mediaId: media.id, albumId })).to.equal("invalid_request");
    expect(await attempt({ mediaId: media.id, allowsUpload: true })).to.equal("invalid_request");
    const link = await makeLink(web.url, owner, { albumId });
    expect((await sendJson("PATCH", `${web.url}/v1/share-links/${link.id}`, { allowsUpload: true }, stranger)).status).to.equal(404);
    await sendJson("DELETE", `${web.url}/v1/share-links/${link.id}`, undefined, stranger);
    expect((await shared(link.token)).status).to.equal(200);
  });

  it("keep their token nowhere: not in the database, not in the log", async () => {
    const { token } = await makeLink(web.url, owner, { albumId });
    await shared(token, "/items");
    await page(token);
    await fetch(`${web.url}/S/${token}/more`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stored = await web.db("share_link").where({ album_id: albumId });
    expect(JSON.stringify(stored)).not.to.include(token);
    expect(log).to.include("/v1/shared/…/items").and.to.include("/s/…");
    expect(log).not.to.include(token);
  });

  it("end when they are revoked, and their URLs within minutes", async () => {
    const link = await makeLink(web.url, owner, { albumId });
    const { body } = await shared(link.token, "/items");
    const { delivery, images } = body.items[0].media;
    const url = deliveredUrl(delivery, images[0].path);
    const key = new URL(url).pathname.slice(1);
    await web.renditions.put(key, Buffer.from("picture"), { contentType: "image/jpeg" });
    const edge = await startEdge();
    const deliver = async () => (await fetch(url.replace(deliveryUrl, edge.url))).status;
    expect(await deliver()).to.equal(200);
    await sendJson("DELETE", `${web.url}/v1/share-links/${link.id}`, undefined, owner);
    for (const path of ["", "/items", `/items/${body.items[0].id}`, "/cover"]) {
      const reply = await shared(link.token, path);
      expect([reply.status, reply.body.code], path).to.deep.equal([410, "share_revoked"]);
    }
    expect((await page(link.token)).status).to.equal(410);
    now = new Date(now.getTime() + 4 * minute);
    expect(Date.parse(body.urlsExpireAt)).to.be.at.most(now.getTime());
    expect(await deliver()).to.equal(403);
    await edge.stop();
    expect((await sendJson("GET", `${web.url}/v1/share-links?album=${albumId}`, undefined, owner)).body.items).to.deep.equal([]);
  });

  it("end by themselves at their time", async () => {
    const { token } = await makeLink(web.url, owner, { albumId, expiresAt: new Date(now.getTime() + minute).toISOString() });
    expect((await shared(token)).status).to.equal(200);
    now = new Date(now.getTime() + 2 * minute);
    const { status, body } = await shared(token);
    expect([status, body.code]).to.deep.equal([410, "share_expired"]);
    const past = await sendJson("POST", `${web.url}/v1/share-links`, { albumId, expiresAt: "2020-01-01T00:00:00Z" }, owner);
    expect(past.body.code).to.equal("already_expired");
  });

  it("say of an unknown link only that there is nothing", async () => {
    const { status, body } = await shared("x".repeat(43));
    expect([status, body.code]).to.deep.equal([404, "share_not_found"]);
    expect((await page("x".repeat(43))).status).to.equal(404);
  });

  describe("with a password", () => {
    const password = "open sesame é";

    it("tell nothing before it is given: no title, no picture", async () => {
      const { token } = await makeLink(web.url, owner, { albumId, password });
      for (const path of ["", "/items", "/upload-token"]) {
        const reply = path === "/upload-token" ? await sendJson("POST", `${web.url}/v1/shared/${token}${path}`) : await shared(token, path);
        expect([reply.status, reply.body.code], path).to.deep.equal([403, "password_required"]);
        expect(JSON.stringify(reply.body)).not.to.include("Summer");
      }
      expect((await shared(token, "/cover")).status).to.equal(404);
      const html = await (await page(token)).text();
      expect(html).not.to.include("Summer").and.not.to.include("og:image");
    });

    it("open to who gives it, for this link and an hour only", async () => {
      const [one, other] = [await makeLink(web.url, owner, { albumId, password }), await makeLink(web.url, owner, { albumId, password })];
      expect((await unlock(one.token, "wrong")).body.code).to.equal("wrong_password");
      const opened = await unlock(one.token, password.normalize("NFD"));
      expect(opened.status).to.equal(204);
      const [attributes] = opened.headers.getSetCookie();
      expect(attributes)
        .to.match(/HttpOnly/)
        .and.to.match(/SameSite=Strict/)
        .and.to.include(`Path=/v1/shared/${one.token}`);
      const Cookie = cookieOf(opened);
      expect((await shared(one.token, "", { Cookie })).body).to.include({ title: "Summer" });
      expect((await shared(other.token, "", { Cookie })).status).to.equal(403);
      expect((await shared(one.token, "", { Cookie: `${Cookie.slice(0, -3)}abc` })).status).to.equal(403);
      const before = now;
      now = new Date(now.getTime() + 61 * minute);
      expect((await shared(one.token, "", { Cookie })).status).to.equal(403);
      now = before;
    });

    it("want the new one when it was changed", async () => {
      const { token, id } = await makeLink(web.url, owner, { albumId, password });
      const Cookie = cookieOf(await unlock(token, password));
      await sendJson("PATCH", `${web.url}/v1/share-links/${id}`, { password: "another" }, owner);
      expect((await shared(token, "", { Cookie })).body.code).to.equal("password_required");
      await sendJson("PATCH", `${web.url}/v1/share-links/${id}`, { password: null }, owner);
      expect((await shared(token)).status).to.equal(200);
    });

    it("are not guessed: after some tries even the right one has to wait", async () => {
      const { token } = await makeLink(web.url, owner, { albumId, password });
      const codes: string[] = [];
      for (let n = 0; n < 22; n += 1) codes.push((await unlock(token, `guess ${n}`)).body.code);
      expect(codes.at(0)).to.equal("wrong_password");
      expect(codes.at(-1)).to.equal("too_many_requests");
      const reply = await unlock(token, password);
      expect(reply.status).to.equal(429);
      expect(Number(reply.headers.get("retry-after"))).to.be.above(0);
    });

    it("keep it out of URLs, answers, the database and the log", async () => {
      const link = await makeLink(web.url, owner, { albumId, password });
      const opened = await unlock(link.token, password);
      await unlock(link.token, `${password} wrong`);
      const Cookie = cookieOf(opened);
      const told = [JSON.stringify(link), Cookie, log, JSON.stringify(await web.db("share_link").where({ id: link.id }))].join("\n");
      expect(told).not.to.include("sesame");
    });
  });

  it("count a visitor once in half an hour, without a cookie, and the owner not at all", async () => {
    const link = await makeLink(web.url, owner, { albumId });
    const visit = (headers: Record<string, string> = {}) =>
      sendJson("POST", `${web.url}/v1/shared/${link.token}/views`, undefined, headers);
    const views = async () =>
      (await sendJson("GET", `${web.url}/v1/share-links?album=${albumId}`, undefined, owner)).body.items[0].viewCount;
    const [first] = await Promise.all(Array.from({ length: 8 }, () => visit()));
    expect(first?.headers.getSetCookie()).to.deep.equal([]);
    await visit();
    await visit(owner);
    expect(await views(), "at once, and again").to.equal(1);
    await visit({ "User-Agent": "Another" });
    expect(await views()).to.equal(2);
    const kept = (await web.db("rate_limit").whereLike("key", "share-visit%")).map(({ key }) => key).join("\n");
    expect(kept).to.include(link.id);
    expect(kept).not.to.match(/Another|127\.0\.0\.1|::1/);
    await web
      .db("rate_limit")
      .whereLike("key", "share-visit%")
      .update({ empty_at: new Date(Date.now() - 1_000) });
    await visit();
    expect(await views(), "half an hour later").to.equal(3);
  });

  it("count no more of those who call themselves something else each time than one address can be", async () => {
    const link = await makeLink(web.url, owner, { albumId });
    for (let n = 0; n < 25; n += 1)
      await sendJson("POST", `${web.url}/v1/shared/${link.token}/views`, undefined, { "User-Agent": `Browser ${n}` });
    expect((await web.db("share_link").where({ id: link.id }).first())?.view_count).to.be.within(20, 21);
  });

  it("lose what is deleted", async () => {
    const { token } = await makeLink(web.url, owner, { albumId });
    const first = await web.db("album_item").where({ album_id: albumId }).orderBy("order_key").first();
    if (!first) throw new Error("the album has items");
    await sendJson("DELETE", `${web.url}/v1/media/${first.media_id}`, undefined, owner);
    expect((await shared(token, "/items")).body.items).to.have.length(1);
    expect((await shared(token, `/items/${first.id}`)).status).to.equal(404);
    const single = await makeLink(web.url, owner, { mediaId: (await insertReadyImage(web.db, secretMedia())).id });
    await web.db("media").where({ owner_id: ownerId }).update({ state: "deleted" });
    expect((await shared(single.token, "/items")).body.items).to.deep.equal([]);
    await web.db("media").where({ owner_id: ownerId }).delete();
    expect((await shared(single.token)).status).to.equal(404);
  });

  describe("the page", () => {
    it("asks search engines to stay away, and is kept by nobody", async () => {
      const { token } = await makeLink(web.url, owner, { albumId });
      const response = await page(token);
      expect(response.headers.get("x-robots-tag")).to.equal("noindex, nofollow");
      expect(response.headers.get("cache-control")).to.equal("private, no-store");
      expect(response.headers.get("referrer-policy")).to.equal("no-referrer");
      expect(await response.text()).to.include('<meta name="robots" content="noindex, nofollow" />');
    });

    it("has a preview card with title and cover, inert whatever the title", async () => {
      const title = `"><script>alert(1)</script>' $& \u202egnp.exe ../../etc/passwd`;
      await web.db("album").where({ id: albumId }).update({ title });
      const { token } = await makeLink(web.url, owner, { albumId });
      const html = await (await page(token)).text();
      expect(html).not.to.include("<script>alert").and.not.to.include("\u202e");
      const escaped = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39; $&amp; gnp.exe ../../etc/passwd";
      expect(html).to.include(`<meta property="og:title" content="${escaped}" />`);
      expect(html).to.include(`<title>${escaped} · Mediashare</title>`);
      expect(html).to.include(`<meta property="og:image" content="${siteOrigin}/v1/shared/${token}/cover" />`);
      const cover = await fetch(`${web.url}/v1/shared/${token}/cover`, { redirect: "manual" });
      expect(cover.status).to.equal(302);
      expect(verifySignedUrl(cover.headers.get("location") ?? "", { publicKeys: web.publicKeys, now })).to.include({ ok: true });
    });
  });
});

/** What a signed URL says in its policy. */
function decodePolicy(url: string): string {
  const policy = URL.parse(url)?.searchParams.get("Policy") ?? new URLSearchParams(url).get("Policy");
  if (!policy) return "";
  return Buffer.from(policy.replaceAll("-", "+").replaceAll("_", "=").replaceAll("~", "/"), "base64").toString();
}
