import { randomUUID } from "node:crypto";
import { createAlbum, createShareLink, hashSecret, newSecret, ShareUploadTokens } from "@mediashare/core";
import { expect } from "chai";
import { insertAccount, sendJson } from "../../support/accounts.ts";
import { authSecret } from "../../support/owner.ts";
import { boundary, filePart, jpegOf, type RawPart, rawForm } from "../../support/upload-content.ts";
import { startUploadServer, type UploadServer } from "../../support/upload-server.ts";

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
