import { randomUUID } from "node:crypto";
import { addMediaToAlbum, setMember } from "@mediashare/core";
import type { NewLink } from "@mediashare/web";
import { expect } from "chai";
import exifr from "exifr";
import { browserOf, insertAccount, sendJson } from "../../support/accounts.ts";
import { buildTiff, gps, withExifBlock } from "../../support/exif.ts";
import { makePhoto } from "../../support/files.ts";
import { insertReadyImage } from "../../support/media-builders.ts";
import { insertMedia } from "../../support/rows.ts";
import { makeLink } from "../../support/share-links.ts";
import { unzip } from "../../support/unzip.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

describe("downloads by a share link", () => {
  let web: WebServer;
  let ownerId: string;
  let owner: Record<string, string>;
  let photo: Buffer;

  before(async () => {
    web = await startWebServer();
    photo = Buffer.from(withExifBlock(await makePhoto({ seed: 71 }), buildTiff({ image: [[0x10f, { ascii: "Maker of cameras" }]], gps })));
  });
  after(() => web.stop());
  beforeEach(async () => {
    ownerId = (await insertAccount(web.db)).id;
    owner = await browserOf(web.db, ownerId);
  });

  const add = async (content: Uint8Array, over: Parameters<typeof insertMedia>[1] = {}): Promise<string> => {
    const file_name = "../secret <b>\u202egpj.jpg";
    const media = await insertMedia(web.db, { owner_id: ownerId, state: "ready", file_name, size_bytes: content.length, ...over });
    await web.originals.put(media.original_key, content, { contentType: media.content_type as string });
    return media.id;
  };
  const share = async (mediaIds: readonly string[], options: Partial<NewLink> = {}) => {
    const album = await sendJson("POST", `${web.url}/v1/albums`, { title: "Summer", mediaIds }, owner);
    return makeLink(web.url, owner, { albumId: album.body.id, allowsDownload: true, ...options });
  };
  const of = (token: string, path: string) => `${web.url}/v1/shared/${token}${path}`;
  const itemsOf = async (token: string): Promise<string[]> =>
    (await sendJson("GET", of(token, "/items"))).body.items.map(({ id }: { id: string }) => id);
  const download = (token: string, itemId: string, init: RequestInit = {}) => fetch(of(token, `/items/${itemId}/download`), init);
  const askZip = (token: string, itemIds?: readonly string[]) =>
    sendJson("POST", of(token, "/downloads"), itemIds === undefined ? {} : { itemIds });
  const zip = async (token: string, itemIds?: readonly string[]): Promise<Response> => {
    const { status, body } = await askZip(token, itemIds);
    expect(status, JSON.stringify(body)).to.equal(201);
    return fetch(web.url + body.path);
  };

  it("are originals without their places, under names that tell nothing", async () => {
    const { token } = await share([await add(photo)]);
    const [itemId = ""] = await itemsOf(token);
    const file = await download(token, itemId);
    expect(file.status).to.equal(200);
    const content = Buffer.from(await file.arrayBuffer());
    expect(await exifr.gps(content).catch(() => undefined)).to.equal(undefined);
    expect(await exifr.parse(content)).to.include({ Make: "Maker of cameras" });
    expect(file.headers.get("content-disposition")).to.equal(
      `attachment; filename="photo-${itemId.slice(0, 8)}.jpg"; filename*=UTF-8''photo-${itemId.slice(0, 8)}.jpg`,
    );
    expect(file.headers.get("content-type")).to.equal("application/octet-stream");
    expect([...file.headers].flat().join("\n")).not.to.include("secret");
    const head = await download(token, itemId, { method: "HEAD" });
    expect([head.status, head.headers.get("content-disposition")]).to.deep.equal([200, file.headers.get("content-disposition")]);
  });

  it("have their places where the link's owner says so, of the owner's own only", async () => {
    const { token, albumId } = await share([await add(photo)], { downloadsPlace: true });
    const other = (await insertAccount(web.db)).id;
    await setMember(web.db, { albumId: String(albumId), accountId: other, role: "contributor" });
    await addMediaToAlbum(web.db, { albumId: String(albumId), ownerId: other, mediaIds: [await add(photo, { owner_id: other })] });
    const [own = "", theirs = ""] = await itemsOf(token);
    expect(Buffer.from(await (await download(token, own)).arrayBuffer()).equals(photo)).to.equal(true);
    const part = await download(token, own, { headers: { Range: "bytes=0-9" } });
    expect([part.status, Buffer.from(await part.arrayBuffer())]).to.deep.equal([206, photo.subarray(0, 10)]);
    const stripped = Buffer.from(await (await download(token, theirs)).arrayBuffer());
    expect(await exifr.gps(stripped).catch(() => undefined)).to.equal(undefined);
    const files = [...(await unzip(await zip(token))).values()];
    expect(files[0]?.equals(photo)).to.equal(true);
    expect(files[1]?.equals(stripped)).to.equal(true);
  });

  it("of what cannot be cleaned of its place are the largest picture of a photo, and none of a video", async () => {
    const gif = await insertReadyImage(web.db, { owner_id: ownerId, content_type: "image/gif" });
    await web.originals.put(gif.original_key, Buffer.from("GIF89a"), { contentType: "image/gif" });
    const picture = await web.db("rendition").where({ media_id: gif.id, content_type: "image/jpeg" }).orderBy("width", "desc").first();
    await web.renditions.put(String(picture?.key), Buffer.from("jpeg"), { contentType: "image/jpeg" });
    const { token } = await share([gif.id, await add(Buffer.from("webm"), { kind: "video", content_type: "video/webm" })]);
    const [image = "", video = ""] = await itemsOf(token);
    const file = await download(token, image);
    expect(await file.text()).to.equal("jpeg");
    expect(file.headers.get("content-disposition")).to.include(`photo-${image.slice(0, 8)}.jpg`);
    const refused = await sendJson("GET", of(token, `/items/${video}/download`));
    expect([refused.status, refused.body.code]).to.deep.equal([409, "not_downloadable"]);
    const files = await unzip(await zip(token));
    expect([...files.keys()]).to.deep.equal(["NOT-IN-THIS-ZIP.txt"]);
    expect(String(files.get("NOT-IN-THIS-ZIP.txt")))
      .to.include("video-0002.webm: left out")
      .and.not.include("secret");
  });

  it("are one zip of all, or of what the visitor chose, in the album's order", async () => {
    const second = await makePhoto({ seed: 72 });
    const mediaIds = [await add(photo), await add(second), await add(Buffer.from("clip"), { kind: "video", content_type: "video/webm" })];
    const { token, albumId } = await share(mediaIds, { downloadsPlace: true });
    const other = await share([await add(second)]);
    const all = await zip(token);
    expect(all.headers.get("content-disposition")).to.match(/^attachment; filename="shared\.zip"/);
    expect([...(await unzip(all)).keys()]).to.deep.equal(["photo-0001.jpg", "photo-0002.jpg", "video-0003.webm"]);
    const [first = "", , third = ""] = await itemsOf(token);
    const some = await unzip(await zip(token, [third, first, ...(await itemsOf(other.token)), randomUUID()]));
    expect([...some.keys()]).to.deep.equal(["photo-0001.jpg", "video-0002.webm"]);
    expect(some.get("photo-0001.jpg")?.equals(photo)).to.equal(true);

    const { body } = await askZip(token);
    await web
      .db("album_item")
      .where({ album_id: String(albumId), media_id: mediaIds[0] as string })
      .delete();
    await web
      .db("media")
      .where({ id: mediaIds[1] as string })
      .update({ trashed_at: new Date() });
    expect([...(await unzip(await fetch(web.url + body.path))).keys()], "not what is gone meanwhile").to.deep.equal(["video-0003.webm"]);
  });

  it("are not there where they are not allowed, also when that is changed after they were asked for", async () => {
    const { token, id } = await share([await add(photo)]);
    const [itemId = ""] = await itemsOf(token);
    const { path } = (await askZip(token)).body;
    await sendJson("PATCH", `${web.url}/v1/share-links/${id}`, { allowsDownload: false }, owner);
    for (const reply of [
      await sendJson("GET", of(token, `/items/${itemId}/download`)),
      await askZip(token),
      await sendJson("GET", web.url + path),
    ])
      expect([reply.status, reply.body.code]).to.deep.equal([403, "download_off"]);
  });

  it("end with the link", async () => {
    for (const [change, code] of [
      [{ revoked_at: new Date() }, "share_revoked"],
      [{ expires_at: new Date(Date.now() - 1_000) }, "share_expired"],
    ] as const) {
      const { token, id } = await share([await add(photo)]);
      const [itemId = ""] = await itemsOf(token);
      const { path } = (await askZip(token)).body;
      await web.db("share_link").where({ id }).update(change);
      for (const reply of [
        await sendJson("GET", of(token, `/items/${itemId}/download`)),
        await askZip(token),
        await sendJson("GET", web.url + path),
      ])
        expect([reply.status, reply.body.code]).to.deep.equal([410, code]);
    }
  });

  it("break off in the middle of a zip whose link is revoked", async () => {
    const large = Buffer.alloc(48 * 1024 * 1024, 7);
    const clip = { kind: "video", content_type: "video/mp4" } as const;
    const { token, id } = await share([await add(large, clip), await add(large, clip)], { downloadsPlace: true });
    const response = await zip(token);
    let received = 0;
    const reading = (async () => {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        if (received === 0) await sendJson("DELETE", `${web.url}/v1/share-links/${id}`, undefined, owner);
        received += chunk.length;
      }
      return "whole";
    })();
    expect(await reading.catch((error: Error) => error.message)).to.equal("terminated");
    expect(received).to.be.below(2 * large.length);
  });

  it("belong to the link by which they were asked for", async () => {
    const [one, other] = [await share([await add(photo)]), await share([await add(photo)])];
    const { id } = (await askZip(one.token)).body;
    const own = (await sendJson("POST", `${web.url}/v1/downloads`, { ids: [await add(photo)] }, owner)).body;
    for (const reply of [
      await sendJson("GET", of(other.token, `/downloads/${id}/zip`)),
      await sendJson("GET", of(one.token, `/downloads/${own.id}/zip`)),
      await sendJson("GET", `${web.url}/v1/downloads/${id}/zip`, undefined, owner),
    ])
      expect([reply.status, reply.body.code]).to.deep.equal([404, "download_not_found"]);
  });

  it("are not asked for without end", async () => {
    const { token } = await share([await add(photo)]);
    const statuses: number[] = [];
    for (let n = 0; n < 25; n += 1) statuses.push((await askZip(token)).status);
    expect(statuses.at(-1)).to.equal(429);
    await web.db("rate_limit").whereLike("key", "share-zip%").delete();
  });
});
