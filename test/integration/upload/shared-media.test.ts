import { randomUUID } from "node:crypto";
import { createAlbum, createShareLink, hashSecret, newSecret, ShareUploadTokens, UploadTokens } from "@mediashare/core";
import { expect } from "chai";
import { insertAccount, sendJson } from "../../support/accounts.ts";
import { authSecret } from "../../support/owner.ts";
import { boundary, filePart, jpegOf, type RawPart, rawForm } from "../../support/upload-content.ts";
import { startUploadServer, type UploadServer } from "../../support/upload-server.ts";
import { waitFor } from "../../support/wait-for.ts";

describe("uploads by a share link", () => {
  let server: UploadServer;
  let owner: string;
  let albumId: string;
  const tokens = new ShareUploadTokens(authSecret);

  before(async () => {
    server = await startUploadServer();
  });
  after(() => server.stop());

  beforeEach(async () => {
    owner = (await insertAccount(server.db)).id;
    albumId = (await createAlbum(server.db, { owner_id: owner, title: "Party", description: "" })).id;
  });

  const makeLink = (over: object = {}) =>
    createShareLink(server.db, {
      id: randomUUID(),
      token_hash: hashSecret(newSecret()),
      owner_id: owner,
      album_id: albumId,
      media_id: null,
      password_hash: null,
      expires_at: null,
      allows_upload: true,
      allows_download: false,
      ...over,
    });
  const post = async (linkId: string, parts: readonly RawPart[], path = "/v1/shared-media") => {
    const { token } = await tokens.sign(linkId, new Date());
    const response = await fetch(server.url + path, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": `multipart/form-data; boundary=${boundary}` },
      body: new Uint8Array(rawForm(parts)),
    });
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text), text };
  };
  const inAlbum = () => server.db("album_item").where({ album_id: albumId }).orderBy("order_key");

  it("go into the album and to its owner, and are told by their names only", async () => {
    const link = await makeLink();
    const { status, body } = await post(link.id, [filePart(jpegOf(2_000), "one.jpg"), filePart(jpegOf(2_000), "two.jpg")]);
    expect([status, body]).to.deep.equal([201, { items: [{ fileName: "one.jpg" }, { fileName: "two.jpg" }] }]);
    const items = await inAlbum();
    expect(items).to.have.length(2);
    for (const { media_id, added_by, share_link_id } of items) {
      expect([added_by, share_link_id]).to.deep.equal([owner, link.id]);
      expect(
        (
          await server
            .db("media")
            .where({ id: media_id as string })
            .first()
        )?.owner_id,
      ).to.equal(owner);
    }
  });

  it("do not tell that the owner has the same file already", async () => {
    const photo = jpegOf(2_000);
    const link = await makeLink();
    const first = await post(link.id, [filePart(photo)]);
    const again = await post(link.id, [filePart(photo)]);
    expect(again.text).to.equal(first.text);
    expect(await inAlbum()).to.have.length(1);
  });

  it("are refused when the link has ended, or never took any, whatever the token says", async () => {
    for (const over of [{ revoked_at: new Date() }, { expires_at: new Date(Date.now() - 1_000) }, { allows_upload: false }]) {
      const link = await makeLink();
      await server.db("share_link").where({ id: link.id }).update(over);
      const { status, body } = await post(link.id, [filePart(jpegOf(2_000))]);
      expect([status, body.code], JSON.stringify(over)).to.deep.equal([410, "share_ended"]);
    }
    expect((await post(randomUUID(), [filePart(jpegOf(2_000))])).status).to.equal(410);
    expect(await inAlbum()).to.deep.equal([]);
    expect(await server.db("media").where({ owner_id: owner })).to.deep.equal([]);
  });

  describe("that can be resumed", () => {
    const tus = async (method: string, path: string, linkId: string, headers: Record<string, string> = {}, body?: Buffer) => {
      const { token } = await tokens.sign(linkId, new Date());
      const response = await fetch(server.url + path, {
        method,
        headers: { Authorization: `Bearer ${token}`, "Tus-Resumable": "1.0.0", ...headers },
        ...(body && { body: new Uint8Array(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, code: text.startsWith("{") ? JSON.parse(text).code : undefined };
    };
    const begin = async (linkId: string, sizeBytes: number) => {
      const metadata = `filename ${Buffer.from("visitor.jpg").toString("base64")}`;
      const reply = await tus("POST", "/v1/shared-tus", linkId, { "Upload-Length": String(sizeBytes), "Upload-Metadata": metadata });
      expect(reply.status).to.equal(201);
      return reply.headers.get("location") as string;
    };
    const send = (path: string, linkId: string, offset: number, bytes: Buffer) =>
      tus("PATCH", path, linkId, { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" }, bytes);

    it("go on where they stopped, into the album and to its owner, and tell nothing of the library", async () => {
      const photo = jpegOf(60_000);
      const link = await makeLink();
      const path = await begin(link.id, photo.length);
      expect(path).to.match(/^\/v1\/shared-tus\//);
      expect((await send(path, link.id, 0, photo.subarray(0, 20_000))).status).to.equal(204);
      expect(await inAlbum()).to.deep.equal([]);
      const stands = await tus("HEAD", path, link.id);
      expect([stands.status, stands.headers.get("upload-offset")]).to.deep.equal([200, "20000"]);
      const done = await send(path, link.id, 20_000, photo.subarray(20_000));
      expect([done.status, done.headers.get("mediashare-media-id"), done.headers.get("mediashare-duplicate")]).to.deep.equal([
        204,
        null,
        null,
      ]);
      const [item] = await inAlbum();
      expect([item?.added_by, item?.share_link_id]).to.deep.equal([owner, link.id]);
      const media = await server
        .db("media")
        .where({ id: item?.media_id as string })
        .first();
      expect([media?.owner_id, media?.file_name, media?.state]).to.deep.equal([owner, "visitor.jpg", "stored"]);

      const again = await begin(link.id, photo.length);
      const twin = await send(again, link.id, 0, photo);
      expect([...twin.headers.keys()].toSorted()).to.deep.equal([...done.headers.keys()].toSorted());
      expect(await inAlbum()).to.have.length(1);
    });

    it("end when the link does, whatever the token says", async () => {
      const photo = jpegOf(60_000);
      const link = await makeLink();
      const path = await begin(link.id, photo.length);
      await send(path, link.id, 0, photo.subarray(0, 20_000));
      await server.db("share_link").where({ id: link.id }).update({ revoked_at: new Date() });
      for (const reply of [
        await tus("HEAD", path, link.id),
        await send(path, link.id, 20_000, photo.subarray(20_000)),
        await tus("DELETE", path, link.id),
        await tus("POST", "/v1/shared-tus", link.id, { "Upload-Length": "5" }),
      ])
        expect(reply.status).to.equal(410);
      expect(await inAlbum()).to.deep.equal([]);
    });

    it("are seen by who comes by the same link only, not by another, nor at the owner's door", async () => {
      const [link, other] = [await makeLink(), await makeLink()];
      const path = await begin(link.id, 100);
      expect((await tus("HEAD", path, other.id)).status).to.equal(404);
      expect((await tus("DELETE", path, other.id)).status).to.equal(404);
      const id = path.slice(path.lastIndexOf("/"));
      const { token } = await new UploadTokens(authSecret).sign(owner, new Date());
      const asOwner = { Authorization: `Bearer ${token}`, "Tus-Resumable": "1.0.0" };
      expect((await fetch(`${server.url}/v1/tus${id}`, { method: "HEAD", headers: asOwner })).status).to.equal(404);
      const own = await fetch(`${server.url}/v1/tus`, { method: "POST", headers: { ...asOwner, "Upload-Length": "100" } });
      const ownId = own.headers.get("location")?.split("/").at(-1);
      expect((await tus("HEAD", `/v1/shared-tus/${ownId}`, link.id)).status).to.equal(404);
      expect((await tus("DELETE", path, link.id)).status).to.equal(204);
    });

    it("come into the album also where a crash left them whole and not committed", async () => {
      const photo = jpegOf(60_000);
      const link = await makeLink();
      const path = await begin(link.id, photo.length);
      await send(path, link.id, 0, photo.subarray(0, 20_000));
      await server.db.raw(`
        create function crash() returns trigger language plpgsql as $$ begin raise exception 'crash'; end $$;
        create trigger crash before insert on album_item for each row execute function crash();
      `);
      try {
        expect((await send(path, link.id, 20_000, photo.subarray(20_000))).status).to.equal(500);
      } finally {
        await server.db.raw("drop trigger crash on album_item; drop function crash;");
      }
      expect(await server.db("media").where({ owner_id: owner, state: "stored" }), "all or nothing").to.deep.equal([]);
      await waitFor("the sweep", async () => (await server.sweep("uncommitted-uploads")) === 1 && (await inAlbum()).length === 1);
      expect((await inAlbum())[0]?.share_link_id).to.equal(link.id);
    });
  });

  it("open no other door: not the owner's own uploads, and not for others' tokens", async () => {
    const link = await makeLink();
    const own = await post(link.id, [filePart(jpegOf(2_000))], "/v1/media");
    expect([own.status, own.body.code]).to.deep.equal([401, "not_signed_in"]);
    const { token } = await tokens.sign(link.id, new Date());
    const tus = await fetch(`${server.url}/v1/tus`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Tus-Resumable": "1.0.0", "Upload-Length": "5" },
    });
    expect(tus.status).to.equal(401);
    const stranger = await sendJson("POST", `${server.url}/v1/shared-media`);
    expect([stranger.status, stranger.body.code]).to.deep.equal([401, "no_link_token"]);
    const expired = await tokens.sign(link.id, new Date(Date.now() - 24 * 3_600_000));
    const late = await sendJson("POST", `${server.url}/v1/shared-media`, undefined, { Authorization: `Bearer ${expired.token}` });
    expect(late.body.code).to.equal("invalid_token");
  });

  it("leave nothing behind where a file is refused", async () => {
    const link = await makeLink();
    const { status, body } = await post(link.id, [filePart(jpegOf(2_000), "good.jpg"), filePart("words", "bad.txt")]);
    expect(status).to.equal(207);
    expect(body.items[1].problem.code).to.equal("unsupported_type");
    expect(await inAlbum()).to.have.length(1);
  });
});
