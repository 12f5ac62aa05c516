import { randomUUID } from "node:crypto";
import {
  type AlbumItem,
  type AlbumRow,
  addComment,
  addLike,
  addMediaToAlbum,
  addTextToAlbum,
  countReception,
  createAlbum,
  deleteAlbum,
  findAlbum,
  type Knex,
  listActivity,
  listAlbumItems,
  listAlbums,
  moveAlbumItems,
  openDatabase,
  removeAlbumItems,
  removeComment,
  removeLike,
  removeMember,
  setMember,
  summariseAlbum,
  updateAlbum,
} from "@mediashare/core";
import { expect } from "chai";
import { insertAccount } from "../../support/accounts.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { insertMedia } from "../../support/rows.ts";

describe("albums", () => {
  let database: TestDatabase;
  let db: Knex;
  let owner: string;
  let friend: string;
  let album: AlbumRow;

  before(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: 10, applicationName: "test" });
  });

  after(async () => {
    await db.destroy();
    await database.drop();
  });

  beforeEach(async () => {
    owner = (await insertAccount(db)).id;
    friend = (await insertAccount(db)).id;
    album = await createAlbum(db, { owner_id: owner, title: "Summer", description: "" });
  });

  const photos = async (count: number, ownerId = owner): Promise<string[]> => {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) ids.push((await insertMedia(db, { owner_id: ownerId })).id);
    return ids;
  };
  const add = (mediaIds: readonly string[], ownerId = owner) => addMediaToAlbum(db, { albumId: album.id, ownerId, mediaIds });
  const items = (): Promise<AlbumItem[]> => listAlbumItems(db, { albumId: album.id, after: undefined, limit: 1_000 });
  const order = async (): Promise<(string | null)[]> => (await items()).map(({ media_id, text }) => media_id ?? text);
  const activity = async (): Promise<string[]> =>
    (await listActivity(db, { albumId: album.id, after: undefined, limit: 50 })).map(({ kind, count }) =>
      count > 1 ? `${kind} ${count}` : kind,
    );

  it("keep media in the order in which they are added, each once", async () => {
    const ids = await photos(5);
    await add(ids.slice(0, 3));
    await add([...ids.slice(1), ids[4] as string]);
    expect(await order()).to.deep.equal(ids);
  });

  it("take only media of who adds, and that are there to be shown", async () => {
    const [own] = await photos(1);
    const [foreign] = await photos(1, friend);
    const { id: deleted } = await insertMedia(db, { owner_id: owner, state: "deleted" });
    expect(await add([foreign as string, deleted, randomUUID(), own as string])).to.have.length(1);
    expect(await order()).to.deep.equal([own]);
  });

  it("are put in order by hand, with sections and notes between", async () => {
    const ids = await photos(4);
    await add(ids);
    const rows = await items();
    const idOf = (at: number): string => (rows[at] as AlbumItem).id;
    await addTextToAlbum(db, { albumId: album.id, authorId: owner, kind: "section", text: "Day two", beforeItemId: idOf(2) });
    await addTextToAlbum(db, { albumId: album.id, authorId: owner, kind: "note", text: "The end", beforeItemId: null });
    expect(await order()).to.deep.equal([ids[0], ids[1], "Day two", ids[2], ids[3], "The end"]);
    expect(await moveAlbumItems(db, { albumId: album.id, itemIds: [idOf(3), idOf(0)], beforeItemId: idOf(2) })).to.equal(2);
    expect(await order()).to.deep.equal([ids[1], "Day two", ids[3], ids[0], ids[2], "The end"]);
    await moveAlbumItems(db, { albumId: album.id, itemIds: [idOf(1)], beforeItemId: null });
    expect(await order()).to.deep.equal(["Day two", ids[3], ids[0], ids[2], "The end", ids[1]]);
    await moveAlbumItems(db, { albumId: album.id, itemIds: [idOf(2), randomUUID()], beforeItemId: idOf(2) });
    expect(await order()).to.deep.equal(["Day two", ids[3], ids[0], ids[2], "The end", ids[1]]);
  });

  it("stay whole when many change the order at once", async () => {
    await add(await photos(12));
    const ids = (await items()).map(({ id }) => id);
    const more = await photos(12);
    await Promise.all([
      ...ids.map((id, at) => moveAlbumItems(db, { albumId: album.id, itemIds: [id], beforeItemId: ids[(at * 5 + 3) % 12] as string })),
      ...more.map((id) => add([id])),
    ]);
    const after = await items();
    expect(new Set(after.map(({ id }) => id)).size).to.equal(24);
    expect(new Set(after.map(({ order_key }) => order_key)).size).to.equal(24);
  });

  it("come in pages that lose and repeat nothing", async () => {
    const ids = await photos(11);
    await add(ids);
    const seen: (string | null)[] = [];
    for (let after: string | undefined; ; ) {
      const page = await listAlbumItems(db, { albumId: album.id, after, limit: 3 });
      seen.push(...page.map(({ media_id }) => media_id));
      after = page.at(-1)?.order_key;
      if (page.length < 3) break;
    }
    expect(seen).to.deep.equal(ids);
  });

  it("read a page from the index, however large they are", async () => {
    await db.raw(
      `with made as (
         insert into media (id, owner_id, state, kind, file_name, content_type, size_bytes, sha256, original_key)
         select gen_random_uuid(), ?, 'ready', 'image', 'a', 'image/jpeg', 1, decode(md5(n::text || ?), 'hex'), ? || n from generate_series(1, 20000) n
         returning id)
       insert into album_item (id, album_id, order_key, kind, media_id, added_by)
       select gen_random_uuid(), ?, lpad(row_number() over ()::text, 6, '0'), 'media', id, ? from made`,
      [owner, owner, owner, album.id, owner],
    );
    await db.raw("analyze album_item, media");
    let [sql, bindings]: [string, unknown[]] = ["", []];
    db.once("query", (query: { sql: string; bindings: unknown[] }) => {
      [sql, bindings] = [query.sql, query.bindings];
    });
    await listAlbumItems(db, { albumId: album.id, after: "010000", limit: 100 });
    const { rows } = await db.raw(`explain ${sql.replaceAll(/\$\d+/g, "?")}`, bindings as string[]);
    expect(JSON.stringify(rows))
      .to.include("album_item_order")
      .and.not.to.match(/Sort|Seq Scan/);
  });

  it("lose what is deleted, and forget it when it is gone", async () => {
    const ids = await photos(3);
    await add(ids);
    await updateAlbum(db, { albumId: album.id, actorId: owner, change: { cover_item_id: ((await items())[1] as AlbumItem).id } });
    expect(await summariseAlbum(db, album.id)).to.deep.include({ item_count: 3, cover_media_id: ids[1] });
    await db("media")
      .where({ id: ids[1] as string })
      .update({ state: "deleted" });
    expect(await order()).to.deep.equal([ids[0], ids[2]]);
    expect(await summariseAlbum(db, album.id)).to.deep.include({ item_count: 2, cover_media_id: ids[0] });
    await db("media")
      .where({ id: ids[1] as string })
      .delete();
    expect(await db("album_item").where({ album_id: album.id })).to.have.length(2);
    expect((await findAlbum(db, { albumId: album.id, accountId: owner }))?.album.cover_item_id).to.equal(null);
  });

  it("are for their owner and those who were let in, each with a role", async () => {
    const role = async (accountId: string): Promise<string | undefined> => (await findAlbum(db, { albumId: album.id, accountId }))?.role;
    expect([await role(owner), await role(friend)]).to.deep.equal(["owner", undefined]);
    await setMember(db, { albumId: album.id, accountId: friend, role: "viewer" });
    expect(await role(friend)).to.equal("viewer");
    await setMember(db, { albumId: album.id, accountId: friend, role: "editor" });
    expect(await role(friend)).to.equal("editor");
    expect(await activity()).to.deep.equal(["joined", "created"]);
  });

  it("give back what a member brought when it leaves, and keep what it said", async () => {
    const [own] = await photos(1);
    await setMember(db, { albumId: album.id, accountId: friend, role: "contributor" });
    await add([own as string]);
    await add(await photos(2, friend), friend);
    await addComment(db, { albumId: album.id, itemId: null, authorId: friend, body: "Lovely" });
    expect(await removeMember(db, { albumId: album.id, accountId: friend })).to.equal(true);
    expect(await order()).to.deep.equal([own]);
    expect(await db("album_comment").where({ album_id: album.id })).to.have.length(1);
    expect(await findAlbum(db, { albumId: album.id, accountId: friend })).to.equal(undefined);
    expect(await removeMember(db, { albumId: album.id, accountId: friend })).to.equal(false);
  });

  it("let a contributor take away only what it brought", async () => {
    await add(await photos(2));
    await add(await photos(2, friend), friend);
    const itemIds = (await items()).map(({ id }) => id);
    expect(await removeAlbumItems(db, { albumId: album.id, actorId: friend, itemIds, onlyAddedBy: friend })).to.equal(2);
    expect(await items()).to.have.length(2);
    expect(await removeAlbumItems(db, { albumId: album.id, actorId: owner, itemIds })).to.equal(2);
  });

  it("are listed last changed first, own ones and joined ones", async () => {
    const other = await createAlbum(db, { owner_id: friend, title: "Winter", description: "" });
    await setMember(db, { albumId: other.id, accountId: owner, role: "viewer" });
    const list = async (scope: "own" | "shared" | "all", limit = 10, after?: { updatedUs: number; id: string }) =>
      listAlbums(db, { accountId: owner, scope, after, limit });
    expect((await list("all")).map(({ title, role }) => [title, role])).to.deep.equal([
      ["Winter", "viewer"],
      ["Summer", "owner"],
    ]);
    expect((await list("own")).map(({ title }) => title)).to.deep.equal(["Summer"]);
    expect((await list("shared")).map(({ title }) => title)).to.deep.equal(["Winter"]);
    await add(await photos(2));
    const [first] = await list("all", 1);
    expect(first).to.include({ title: "Summer", item_count: 2 });
    const rest = await list("all", 10, { updatedUs: first?.updated_us ?? 0, id: first?.id ?? "" });
    expect(rest.map(({ title }) => title)).to.deep.equal(["Winter"]);
  });

  it("count likes once for each account, and comments by what they are about", async () => {
    await add(await photos(2));
    const [one, two] = (await items()).map(({ id }) => id) as [string, string];
    const like = { albumId: album.id, itemId: one, accountId: owner };
    await Promise.all([addLike(db, like), addLike(db, like), addLike(db, { ...like, accountId: friend })]);
    await addLike(db, { ...like, itemId: null });
    const comment = await addComment(db, { albumId: album.id, itemId: two, authorId: friend, body: "Where is this?" });
    const count = () => countReception(db, { albumId: album.id, accountId: owner, itemIds: [one, two] });
    const counted = await count();
    expect(counted.get(one)).to.deep.equal({ itemId: one, likes: 2, liked: true, comments: 0 });
    expect(counted.get(two)).to.deep.equal({ itemId: two, likes: 0, liked: false, comments: 1 });
    expect(counted.get(null)).to.include({ likes: 1, liked: true });
    await removeLike(db, like);
    await removeComment(db, { albumId: album.id, commentId: comment.id });
    const after = await count();
    expect(after.get(one)).to.include({ likes: 1, liked: false });
    expect(after.has(two)).to.equal(false);
  });

  it("tell of what is added one by one as one event", async () => {
    for (const id of await photos(3)) await add([id]);
    expect(await activity()).to.deep.equal(["added 3", "created"]);
  });

  it("leave the media when they are deleted", async () => {
    const [id] = (await photos(1)) as [string];
    await add([id]);
    await addComment(db, { albumId: album.id, itemId: null, authorId: owner, body: "x" });
    await deleteAlbum(db, album.id);
    expect(await db("album_item").where({ media_id: id })).to.deep.equal([]);
    expect(await db("media").where({ id })).to.have.length(1);
  });
});
