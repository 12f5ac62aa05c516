import { randomUUID } from "node:crypto";
import { localOwnerId } from "@mediashare/contract";
import { createAlbum, setMember } from "@mediashare/core";
import { expect } from "chai";
import { listOperations, type Operation } from "../../support/access/operations.ts";
import { browserOf, insertAccount, type JsonReply, sendJson } from "../../support/accounts.ts";
import { insertReadyImage } from "../../support/media-builders.ts";
import { makeLink } from "../../support/share-links.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

const people = ["stranger", "administrator", "viewer", "contributor", "editor", "owner"] as const;
type Person = (typeof people)[number];

/** The least that may do each operation on an album, and a body that fits. An operation that is not here fails. */
const albumRules: Readonly<Record<string, { least: Person; body?: object }>> = {
  getAlbum: { least: "viewer" },
  listAlbumItems: { least: "viewer" },
  getAlbumItem: { least: "viewer" },
  listAlbumMembers: { least: "viewer" },
  listAlbumComments: { least: "viewer" },
  listAlbumActivity: { least: "viewer" },
  addAlbumComment: { least: "viewer", body: { body: "Hello" } },
  removeAlbumComment: { least: "viewer" },
  likeAlbum: { least: "viewer" },
  unlikeAlbum: { least: "viewer" },
  likeAlbumItem: { least: "viewer" },
  unlikeAlbumItem: { least: "viewer" },
  addAlbumItems: { least: "contributor", body: { mediaIds: [randomUUID()] } },
  removeAlbumItems: { least: "contributor", body: { itemIds: [randomUUID()] } },
  addAlbumText: { least: "editor", body: { kind: "note", text: "Hello" } },
  editAlbumText: { least: "editor", body: { text: "Hello" } },
  moveAlbumItems: { least: "editor", body: { itemIds: [randomUUID()], beforeItemId: null } },
  updateAlbum: { least: "editor", body: { title: "Renamed" } },
  addAlbumMember: { least: "owner", body: { email: "nobody@nowhere.test", role: "viewer" } },
  changeAlbumMember: { least: "owner", body: { role: "viewer" } },
  removeAlbumMember: { least: "owner" },
  deleteAlbum: { least: "owner" },
};

/** Bodies that fit, of operations of links that want one. */
const linkBodies: Readonly<Record<string, object>> = { unlockShared: { password: "guess" }, createSharedDownload: {} };
/** Operations of links that want downloads to be allowed. */
const ofDownloads = ["downloadSharedItem", "createSharedDownload", "getSharedDownload"];

/** What a visitor is told who has a link in this state. */
const linkStates = {
  "an unknown link": "share_not_found",
  "a revoked link": "share_revoked",
  "an expired link": "share_expired",
  "a link whose password was not given": "password_required",
  "a link whose password was given wrongly": "password_required",
} as const;
type LinkState = keyof typeof linkStates;

const operations = await listOperations();

describe("who may do what in an album", () => {
  let web: WebServer;
  before(async () => {
    web = await startWebServer();
  });
  after(() => web.stop());

  const ofAlbums = operations.filter(({ path }) => path.startsWith("/v1/albums/{id}"));
  const isIn = (person: Person): boolean => person !== "stranger" && person !== "administrator";
  const mayBe = (person: Person, least: Person): boolean => people.indexOf(person) >= people.indexOf(least);

  it("is said for every operation, and for no other", () => {
    expect(ofAlbums.map(({ operationId }) => operationId)).to.have.members(Object.keys(albumRules));
  });

  for (const operation of ofAlbums) {
    it(`${operation.method} ${operation.path}`, async () => {
      const rule = albumRules[operation.operationId];
      if (!rule) throw new Error(`No rule for ${operation.operationId}`);
      const met: Record<string, string> = {};
      const expected: Record<string, string> = {};
      for (const person of people) {
        met[person] = await attempt(operation, person, rule.body);
        expected[person] = isIn(person) ? (mayBe(person, rule.least) ? "may" : "role_too_low") : "album_not_found";
      }
      // To those who are not in it there is nothing to delete, and it says so.
      if (operation.operationId === "deleteAlbum") for (const person of people) if (!isIn(person)) expected[person] = "may";
      expect(met).to.deep.equal(expected);
    });
  }

  async function attempt(operation: Operation, person: Person, body: object | undefined): Promise<string> {
    const owner = (await insertAccount(web.db)).id;
    const album = await createAlbum(web.db, { owner_id: owner, title: "Album", description: "" });
    const account = person === "owner" ? owner : person === "administrator" ? localOwnerId : (await insertAccount(web.db)).id;
    if (person === "viewer" || person === "contributor" || person === "editor") {
      await setMember(web.db, { albumId: album.id, accountId: account, role: person });
    }
    const path = operation.path.replace("{id}", album.id).replace(/\{\w+\}/g, () => randomUUID());
    const reply = await sendJson(operation.method, web.url + path, body, await browserOf(web.db, account));
    expect(reply.status, JSON.stringify(reply.body)).to.be.below(500);
    expect(reply.body.code, "the body fits").not.to.equal("invalid_request");
    const isThere = (await web.db("album").where({ id: album.id }).first()) !== undefined;
    if (operation.operationId === "deleteAlbum") expect(isThere, `deleted by ${person}`).to.equal(person !== "owner");
    return reply.body.code === "role_too_low" || reply.body.code === "album_not_found" ? reply.body.code : "may";
  }
});

describe("who may do what by a share link", () => {
  let web: WebServer;
  let tokens: Readonly<Record<LinkState, string>>;
  let standing: { token: string; id: string };
  let closed: { token: string; id: string };
  let cookie: Record<string, string>;
  const ofLinks = operations.filter(({ path }) => path.startsWith("/v1/shared/"));

  before(async () => {
    web = await startWebServer();
    const account = await insertAccount(web.db);
    const owner = await browserOf(web.db, account.id);
    const media = await insertReadyImage(web.db, { owner_id: account.id });
    const link = (options: object = {}) => makeLink(web.url, owner, { mediaId: media.id, allowsDownload: true, ...options });
    const [revoked, expired, locked] = [await link(), await link(), await link({ password: "sesame" })];
    standing = await link();
    closed = await link({ allowsDownload: false });
    await sendJson("DELETE", `${web.url}/v1/share-links/${revoked.id}`, undefined, owner);
    await web
      .db("share_link")
      .where({ id: expired.id })
      .update({ expires_at: new Date(0) });
    const wrong = await sendJson("POST", `${web.url}/v1/shared/${locked.token}/unlock`, { password: "mellon" });
    cookie = { Cookie: wrong.headers.getSetCookie().join("; ") };
    tokens = {
      "an unknown link": "x".repeat(43),
      "a revoked link": revoked.token,
      "an expired link": expired.token,
      "a link whose password was not given": locked.token,
      "a link whose password was given wrongly": locked.token,
    };
  });
  after(() => web.stop());

  it("there are operations of links", () => {
    expect(ofLinks.length).to.be.greaterThan(7);
  });

  const attempt = (operation: Operation, token: string, itemId: string, headers: Record<string, string> = {}): Promise<JsonReply> => {
    const path = operation.path.replace("{token}", token).replace("{itemId}", itemId).replace("{downloadId}", randomUUID());
    return sendJson(operation.method, web.url + path, linkBodies[operation.operationId], headers);
  };

  it("has downloads where the link allows them, and nowhere else", async () => {
    expect(ofLinks.map(({ operationId }) => operationId)).to.include.members(ofDownloads);
    for (const operation of ofLinks) {
      const wants = ofDownloads.includes(operation.operationId);
      const { body } = await attempt(operation, closed.token, closed.id);
      expect(body.code === "download_off", operation.operationId).to.equal(wants);
      expect((await attempt(operation, standing.token, standing.id)).body.code, operation.operationId).not.to.equal("download_off");
    }
  });

  for (const operation of ofLinks) {
    it(`${operation.method} ${operation.path}`, async () => {
      for (const state of Object.keys(linkStates) as LinkState[]) {
        const reply = await attempt(operation, tokens[state], randomUUID(), state.endsWith("wrongly") ? cookie : {});
        const isLocked = linkStates[state] === "password_required";
        const expected =
          isLocked && operation.operationId === "unlockShared"
            ? "wrong_password"
            : isLocked && operation.operationId === "getSharedCover"
              ? "no_cover"
              : linkStates[state];
        expect(reply.body.code, state).to.equal(expected);
      }
      const { status, body } = await attempt(operation, standing.token, standing.id);
      expect(Object.values(linkStates) as string[], `${status}`).not.to.include(body.code);
    });
  }
});
