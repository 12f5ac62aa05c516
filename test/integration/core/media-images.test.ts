import { type Knex, type MediaRow, migrate, openDatabase, putRenditions, type RenditionRow, remakeMedia } from "@mediashare/core";
import { expect } from "chai";
import { insertReadyImage, insertRendition, insertWatchableVideo } from "../../support/media-builders.ts";
import { seededOwner, seedMedia } from "../../support/million.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";

const migration = "0013-media-images";

describe("the images that a media's row has for lists", () => {
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

  const imagesOf = async ({ id }: Pick<MediaRow, "id">) => (await db("media").where({ id }).first("images"))?.images;
  const ready = [
    ["w320.jpg", "image/jpeg", 320, 240, 1_000],
    ["w320.webp", "image/webp", 320, 240, 1_000],
    ["w1280.webp", "image/webp", 1280, 960, 1_000],
  ];

  it("are its pictures, narrow ones first, and a video's posters", async () => {
    expect(await imagesOf(await insertReadyImage(db))).to.deep.equal(ready);
    expect(await imagesOf(await insertWatchableVideo(db))).to.deep.equal([["poster-640.jpg", "image/jpeg", 640, 360, 1_000]]);
  });

  it("follow outputs that are replaced, and that go", async () => {
    const media = await insertReadyImage(db);
    const outputs = await db("rendition").where({ media_id: media.id, width: 320 });
    await putRenditions(
      db,
      outputs.map((row): RenditionRow => ({ ...row, size_bytes: 7 })),
    );
    expect(await imagesOf(media)).to.deep.equal([
      ["w320.jpg", "image/jpeg", 320, 240, 7],
      ["w320.webp", "image/webp", 320, 240, 7],
      ready[2],
    ]);
    await db("rendition").where({ media_id: media.id, width: 320 }).delete();
    expect(await imagesOf(media)).to.deep.equal([ready[2]]);
  });

  it("are those of the current run alone", async () => {
    const media = await insertReadyImage(db);
    expect(await remakeMedia(db, media)).to.equal(true);
    expect(await imagesOf(media)).to.deep.equal([]);
    await insertRendition(db, media, { name: "w320.webp", generation: 2, width: 320, height: 240 });
    await db("rendition").where({ media_id: media.id, generation: 1 }).delete();
    expect(await imagesOf(media)).to.deep.equal([["w320.webp", "image/webp", 320, 240, 1_000]]);
  });

  it("are filled in by the migration for what is there", async () => {
    const [image, video] = [await insertReadyImage(db), await insertWatchableVideo(db)];
    const remade = await insertReadyImage(db);
    await remakeMedia(db, remade);
    const before = await db("media").orderBy("id").select("id", "images", "updated_at");
    const used = await db("account").orderBy("id");
    const days = await db("media_month").orderBy("month");
    await db.raw(`
      drop trigger media_images_run on media;
      drop trigger media_images_insert on rendition;
      drop trigger media_images_update on rendition;
      drop trigger media_images_delete on rendition;
      drop function media_images_of_run, media_images_change, media_images;
      alter table media drop column images`);
    await db("migration").where({ name: migration }).delete();
    expect(await migrate(db)).to.deep.equal([migration]);
    expect(await db("media").orderBy("id").select("id", "images", "updated_at")).to.deep.equal(before);
    expect(await Promise.all([image, video, remade].map(async (media) => (await imagesOf(media))?.length))).to.deep.equal([3, 1, 0]);
    expect(await db("account").orderBy("id")).to.deep.equal(used);
    expect(await db("media_month").orderBy("month")).to.deep.equal(days);
  });

  it("are in a seeded database what they are in any", async () => {
    await seedMedia(db, { owners: 2, count: 40 });
    const { rows } = await db.raw<{ rows: { others: number; all: number }[] }>(
      "select count(*) filter (where images::text::jsonb <> media_images(id, generation)::text::jsonb) as others, count(*) as all from media where owner_id in (?, ?)",
      [seededOwner(0), seededOwner(1)],
    );
    expect(rows).to.deep.equal([{ others: 0, all: 40 }]);
  });
});
