import { localOwnerId } from "@mediashare/contract";
import {
  deleteMedia,
  type Knex,
  listMediaDays,
  listTimeline,
  listTrash,
  type MediaRow,
  openDatabase,
  pairLive,
  updateManyMedia,
} from "@mediashare/core";
import { expect } from "chai";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { insertMedia } from "../../support/rows.ts";

const at = new Date("2026-05-01T12:00:00Z");
const later = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
const contentId = "0a1b2c3d-0000-4000-8000-00000000beef";
const otherId = "0a1b2c3d-0000-4000-8000-00000000dead";

describe("pairing a live photo", () => {
  let database: TestDatabase;
  let db: Knex;
  beforeEach(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: 4, applicationName: "test" });
  });
  afterEach(async () => {
    await db.destroy();
    await database.drop();
  });

  type Over = Partial<MediaRow>;
  const still: Over = { kind: "image", file_name: "IMG_0001.JPG", captured_at: at, timeline_at: at };
  const moving: Over = { kind: "video", file_name: "IMG_0001.MOV", captured_at: at, timeline_at: at, duration_ms: 2_800 };
  /** Becomes ready, as its last task makes it. */
  const add = async (over: Over): Promise<MediaRow> => {
    const media = await insertMedia(db, { state: "ready", ...over });
    await db.transaction((trx) => pairLive(trx, media));
    return media;
  };
  const listed = async () => (await listTimeline(db, { ownerId: localOwnerId, after: undefined, limit: 10 })).map(({ id }) => id);
  const counted = async () => (await listMediaDays(db, localOwnerId)).flatMap(({ items }) => items).reduce((sum, items) => sum + items, 0);

  const pairs: Readonly<Record<string, [Over, Over]>> = {
    "the same identifier, whatever their names and times": [
      { file_name: "a.jpg", facts: { contentId } },
      { file_name: "b.mov", facts: { contentId }, captured_at: later(60), timeline_at: later(60) },
    ],
    "the same name and nearly the same time": [{}, { captured_at: later(3), timeline_at: later(3), file_name: "img_0001.mov" }],
    "the same name and time, where only one has an identifier": [{ facts: { contentId } }, {}],
  };
  for (const [what, [photo, video]] of Object.entries(pairs)) {
    for (const order of ["the photo", "the video"] as const) {
      it(`makes one item of those with ${what}, when ${order} came first`, async () => {
        const stillOver = { ...still, ...photo };
        const movingOver = { ...moving, ...video };
        const first = await add(order === "the photo" ? stillOver : movingOver);
        const second = await add(order === "the photo" ? movingOver : stillOver);
        const [image, clip] = order === "the photo" ? [first, second] : [second, first];
        expect(await listed()).to.deep.equal([image.id]);
        expect(await db("media").where({ id: image.id }).first()).to.include({ live_video: clip.id, live_of: null });
        expect(await db("media").where({ id: clip.id }).first()).to.include({ live_of: image.id, live_video: null });
        expect(await counted()).to.equal(1);
      });
    }
  }

  const strangers: Readonly<Record<string, [Over, Over]>> = {
    "of other identifiers": [{ facts: { contentId } }, { facts: { contentId: otherId } }],
    "taken four seconds apart": [{}, { captured_at: later(4), timeline_at: later(4) }],
    "of other names": [{}, { file_name: "IMG_0002.MOV" }],
    "of which the video is a long one": [{ facts: { contentId } }, { facts: { contentId }, duration_ms: 10_001 }],
    "of other owners": [{ facts: { contentId } }, { facts: { contentId }, owner_id: "00000000-0000-7000-8000-00000000abcd" }],
    "of which one is in the trash": [{ facts: { contentId }, trashed_at: at }, { facts: { contentId } }],
    "of which nobody knows when they were taken": [{ captured_at: null }, { captured_at: null }],
  };
  for (const [what, [photo, video]] of Object.entries(strangers)) {
    it(`leaves alone those ${what}`, async () => {
      await add({ ...still, ...photo });
      await add({ ...moving, ...video });
      expect(await db("media").whereNotNull("live_of").orWhereNotNull("live_video")).to.deep.equal([]);
    });
  }

  it("pairs a photo with one video, and a video with one photo", async () => {
    await add({ ...still, facts: { contentId } });
    await add({ ...moving, facts: { contentId } });
    const third = await add({ ...moving, facts: { contentId } });
    expect(await listed())
      .to.include(third.id)
      .and.to.have.length(2);
  });

  it("sees each other when both become ready at the same moment", async () => {
    for (let round = 0; round < 5; round += 1) {
      const facts = { contentId: contentId.replace("beef", `000${round}`) };
      await Promise.all([add({ ...still, facts }), add({ ...moving, facts })]);
    }
    // Rows are inserted before the transactions that pair them, so in every round the later one finds the other.
    expect(await listed()).to.have.length(5);
  });

  it("moves both to the trash and back, and deletes both", async () => {
    const photo = await add(still);
    const video = await add(moving);
    const both = () => db("media").whereIn("id", [photo.id, video.id]).pluck("trashed_at");
    const owner = { ownerId: localOwnerId };
    expect(await updateManyMedia(db, { ids: [photo.id], ...owner }, { trashed: true })).to.equal(1);
    expect(await both()).to.not.include(null);
    expect((await listTrash(db, { ...owner, after: undefined, limit: 10 })).map(({ id }) => id)).to.deep.equal([photo.id]);
    await updateManyMedia(db, { ids: [photo.id], ...owner }, { trashed: false });
    expect(await both()).to.deep.equal([null, null]);
    expect(await listed()).to.deep.equal([photo.id]);
    expect(await deleteMedia(db, { ids: [photo.id], ...owner })).to.equal(1);
    expect(await db("media").pluck("state")).to.deep.equal(["deleted", "deleted"]);
  });
});
