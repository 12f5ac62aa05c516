import { expect } from "chai";
import { browserOf, insertAccount, type JsonReply, sendJson } from "../../support/accounts.ts";
import { insertReadyImage } from "../../support/media-builders.ts";
import { insertMedia } from "../../support/rows.ts";
import { stringsIn } from "../../support/share-links.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

interface Person {
  readonly id: string;
  readonly email: string;
  readonly headers: Record<string, string>;
}

describe("the albums API", () => {
  let web: WebServer;
  let owner: Person;
  let friend: Person;
  let stranger: Person;
  let albumId: string;

  before(async () => {
    web = await startWebServer();
  });

  after(() => web.stop());

  const join = async (name: string): Promise<Person> => {
    const { id, email } = await insertAccount(web.db, { name });
    return { id, email: email as string, headers: await browserOf(web.db, id) };
  };
  const as = (person: Person, method: string, path: string, body?: unknown): Promise<JsonReply> =>
    sendJson(method, `${web.url}${path}`, body, person.headers);
  const photo = async (person: Person) => (await insertReadyImage(web.db, { owner_id: person.id })).id;
  const let_in = (person: Person, role: string) => as(owner, "POST", `/v1/albums/${albumId}/members`, { email: person.email, role });
  const items = async (person: Person) => (await as(person, "GET", `/v1/albums/${albumId}/items`)).body.items;

  beforeEach(async () => {
    [owner, friend, stranger] = [await join("Olga Owner"), await join("Fred Friend"), await join("Sam Stranger")];
    const { body } = await as(owner, "POST", "/v1/albums", { title: "Summer", mediaIds: [await photo(owner), await photo(owner)] });
    albumId = body.id;
  });

  it("makes an album with media, and lists it for its owner only", async () => {
    const { body } = await as(owner, "GET", "/v1/albums");
    expect(body.items).to.have.length(1);
    expect(body.items[0]).to.include({ title: "Summer", role: "owner", itemCount: 2 });
    expect(body.items[0].cover.images).to.have.length(3);
    expect((await as(stranger, "GET", "/v1/albums")).body.items).to.deep.equal([]);
  });

  it("is as if it did not exist for those who are not in it", async () => {
    for (const [method, path, body] of [
      ["GET", ""],
      ["GET", "/items"],
      ["GET", "/members"],
      ["GET", "/comments"],
      ["GET", "/activity"],
      ["PATCH", "", { title: "Mine" }],
      ["POST", "/items", { mediaIds: [await photo(stranger)] }],
      ["POST", "/texts", { kind: "note", text: "x" }],
      ["POST", "/comments", { body: "x" }],
      ["PUT", "/like"],
    ] as const) {
      const reply = await as(stranger, method, `/v1/albums/${albumId}${path}`, body);
      expect([reply.status, reply.body.code], `${method} ${path}`).to.deep.equal([404, "album_not_found"]);
    }
    expect((await as(stranger, "DELETE", `/v1/albums/${albumId}`)).status).to.equal(204);
    expect((await as(owner, "GET", `/v1/albums/${albumId}`)).status).to.equal(200);
  });

  it("lets each role do what it may, and nothing more", async () => {
    const attempts = {
      add: async (person: Person) => as(person, "POST", `/v1/albums/${albumId}/items`, { mediaIds: [await photo(person)] }),
      write: (person: Person) => as(person, "POST", `/v1/albums/${albumId}/texts`, { kind: "note", text: "Hello" }),
      order: async (person: Person) =>
        as(person, "POST", `/v1/albums/${albumId}/items/move`, { itemIds: [(await items(owner))[0].id], beforeItemId: null }),
      rename: (person: Person) => as(person, "PATCH", `/v1/albums/${albumId}`, { title: "Renamed" }),
      settings: (person: Person) => as(person, "PATCH", `/v1/albums/${albumId}`, { likesOn: true }),
      invite: (person: Person) => as(person, "POST", `/v1/albums/${albumId}/members`, { email: stranger.email, role: "viewer" }),
      share: (person: Person) => as(person, "POST", "/v1/share-links", { albumId }),
      comment: (person: Person) => as(person, "POST", `/v1/albums/${albumId}/comments`, { body: "Nice" }),
      like: (person: Person) => as(person, "PUT", `/v1/albums/${albumId}/like`),
      delete: (person: Person) => as(person, "DELETE", `/v1/albums/${albumId}`),
    };
    const allowed: Record<string, readonly string[]> = {
      viewer: ["comment", "like"],
      contributor: ["add", "comment", "like"],
      editor: ["add", "write", "order", "rename", "comment", "like"],
    };
    for (const [role, may] of Object.entries(allowed)) {
      await let_in(friend, role);
      for (const [name, attempt] of Object.entries(attempts)) {
        const { status } = await attempt(friend);
        expect(status < 300, `${role} may ${name}: ${status}`).to.equal(may.includes(name));
        if (!may.includes(name)) expect(status).to.equal(403);
      }
      await as(owner, "DELETE", `/v1/albums/${albumId}/members/${friend.id}`);
    }
    for (const [name, attempt] of Object.entries(attempts)) expect((await attempt(owner)).status, name).to.be.below(300);
  });

  it("shows members the media of others, and nothing else of them", async () => {
    const secrets = {
      file_name: "IMG_secret-name.jpg",
      original_key: "originals/secret-key",
      place_name: "secret-place",
      facts: JSON.stringify({ camera: { model: "SecretCam" }, place: { latitude: 48.858, longitude: 2.294 } }) as never,
    };
    const media = await insertReadyImage(web.db, { owner_id: owner.id, ...secrets });
    await as(owner, "POST", `/v1/albums/${albumId}/items`, { mediaIds: [media.id] });
    await let_in(friend, "viewer");
    const page = await as(friend, "GET", `/v1/albums/${albumId}/items`);
    const itemId = page.body.items[2].id;
    const detail = await as(friend, "GET", `/v1/albums/${albumId}/items/${itemId}`);
    const album = await as(friend, "GET", `/v1/albums/${albumId}`);
    const told = stringsIn([page.body, detail.body, album.body]).join("\n");
    for (const secret of ["secret", "SecretCam", "48.858", media.id, media.sha256?.toString("hex") ?? "", owner.email]) {
      expect(told).not.to.include(secret);
    }
    expect(page.body.items[2]).to.include({ ownMediaId: null });
    expect((await items(owner))[2].ownMediaId).to.equal(media.id);
  });

  it("signs what others own for minutes only, so that leaving ends it", async () => {
    await let_in(friend, "viewer");
    const [{ media }] = await items(friend);
    const expires = (query: string): number => {
      const policy = new URLSearchParams(query).get("Policy") ?? "";
      return JSON.parse(Buffer.from(policy.replaceAll("-", "+").replaceAll("_", "=").replaceAll("~", "/"), "base64").toString())
        .Statement[0].Condition.DateLessThan["AWS:EpochTime"];
    };
    expect(expires(media.delivery.query) - Date.now() / 1000).to.be.below(4 * 60);
    const [own] = await items(owner);
    expect(expires(own.media.delivery.query) - Date.now() / 1000).to.be.above(50 * 60);
    await as(friend, "DELETE", `/v1/albums/${albumId}/members/${friend.id}`);
    expect((await as(friend, "GET", `/v1/albums/${albumId}/items`)).status).to.equal(404);
  });

  it("loses what is deleted, from items, counts and the cover", async () => {
    const [first] = await items(owner);
    await as(owner, "DELETE", `/v1/media/${first.ownMediaId}`);
    expect(await items(owner)).to.have.length(1);
    expect((await as(owner, "GET", `/v1/albums/${albumId}`)).body).to.include({ itemCount: 1 });
    expect((await as(owner, "GET", `/v1/albums/${albumId}/items/${first.id}`)).body.code).to.equal("item_not_found");
  });

  it("keeps comments and likes to who may, and refuses both where they are turned off", async () => {
    await let_in(friend, "viewer");
    const { body: comment } = await as(owner, "POST", `/v1/albums/${albumId}/comments`, { body: "First\u202e!" });
    expect(comment).to.include({ body: "First !", removable: true });
    const listed = await as(friend, "GET", `/v1/albums/${albumId}/comments`);
    expect(listed.body.items[0]).to.deep.include({ author: { id: owner.id, name: "Olga Owner" }, removable: false });
    expect((await as(friend, "DELETE", `/v1/albums/${albumId}/comments/${comment.id}`)).status).to.equal(403);
    await as(owner, "PATCH", `/v1/albums/${albumId}`, { commentsOn: false, likesOn: false });
    expect((await as(friend, "GET", `/v1/albums/${albumId}/comments`)).body.code).to.equal("comments_off");
    expect((await as(friend, "POST", `/v1/albums/${albumId}/comments`, { body: "x" })).body.code).to.equal("comments_off");
    expect((await as(friend, "PUT", `/v1/albums/${albumId}/like`)).body.code).to.equal("likes_off");
  });

  it("pages through everything, whatever the page size", async () => {
    const mediaIds: string[] = [];
    for (let n = 0; n < 7; n += 1) mediaIds.push((await insertMedia(web.db, { owner_id: owner.id })).id);
    await as(owner, "POST", `/v1/albums/${albumId}/items`, { mediaIds });
    for (const limit of [1, 4, 9, 50]) {
      const seen: string[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const { body }: JsonReply = await as(owner, "GET", `/v1/albums/${albumId}/items?limit=${limit}${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.items.map((item: { id: string }) => item.id));
        cursor = body.nextCursor;
      }
      expect(new Set(seen).size, `pages of ${limit}`).to.equal(9);
    }
    expect((await as(owner, "GET", `/v1/albums/${albumId}/items?cursor=bm9uc2Vuc2U`)).body.code).to.equal("invalid_cursor");
  });

  it("says who cannot be let in, and lets nobody in twice", async () => {
    const refuse = async (email: string) => (await let_in({ ...friend, email }, "viewer")).body.code;
    expect([await refuse("nobody@nowhere.test"), await refuse(owner.email)]).to.deep.equal(["no_such_account", "is_owner"]);
    await let_in(friend, "viewer");
    const { body } = await let_in({ ...friend, email: friend.email.toUpperCase() }, "editor");
    expect(body.items).to.have.length(1);
    expect(body.items[0]).to.deep.include({ role: "editor", person: { id: friend.id, name: "Fred Friend" } });
  });

  it("keeps writing that would hide or turn around other writing out of titles", async () => {
    const { body } = await as(owner, "POST", "/v1/albums", { title: " \u202eevil\u2066 <b>\u0000\n x ", description: "a\r\nb\u202e" });
    expect(body).to.include({ title: "evil <b> x", description: "a\nb" });
    expect((await as(owner, "POST", "/v1/albums", { title: "\u202e \n" })).status).to.equal(400);
  });
});
