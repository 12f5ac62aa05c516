import { type ObjectStore, openStores } from "@mediashare/core";
import { expect } from "chai";
import { makeClip, makePhoto } from "../../support/files.ts";
import { Library } from "../../support/library.ts";
import { startRestore } from "../../support/restore-command.ts";

describe("mediashare restore --renditions, of a bucket that has lost some", function () {
  this.timeout(120_000);
  let library: Library;
  let originals: ObjectStore;
  let renditions: ObjectStore;
  const run = (...args: string[]) => startRestore(["--renditions", ...args], library.deployment.environment).ended;
  const count = (out: string, name: string) => Number(new RegExp(`^ *${name} +([\\d,]+)$`, "m").exec(out)?.[1]);

  before(async () => {
    library = await Library.open();
    const path = library.deployment.environment.MEDIASHARE_STORAGE_PATH as string;
    ({ originals, renditions } = openStores({ kind: "disk", path, originalsBucket: "originals", renditionsBucket: "renditions" }));
    await library.deployment.start("worker");
  });
  after(() => library?.close());

  const keysOf = async (id: string): Promise<string[]> => {
    const { db } = library.deployment;
    return [...(await db("rendition").where({ media_id: id }).pluck("key")), ...(await db("segment").where({ media_id: id }).pluck("key"))];
  };
  const add = async (name: string, content: Uint8Array<ArrayBuffer>) => {
    const id = await library.add(name, content);
    await library.settled(id, "ready");
    return id;
  };

  it("has what is lost made again from the originals, and leaves all else", async () => {
    const { db } = library.deployment;
    const clip = (seed: number) => makeClip({ seconds: 2, width: 160, height: 90, seed });
    const whole = await add("whole.jpg", await makePhoto({ seed: 1 }));
    const photo = await add("photo.jpg", await makePhoto({ seed: 2 }));
    const segment = await add("segment.mp4", await clip(3));
    const playlist = await add("playlist.mp4", await clip(4));
    const hopeless = await add("hopeless.jpg", await makePhoto({ seed: 5 }));
    const lose = (keys: readonly string[]) => renditions.delete(keys);
    await lose(await keysOf(photo));
    const lost = await db("segment").where({ media_id: segment }).orderBy("number", "desc").first("key");
    await lose([lost?.key as string]);
    const [track] = await db("rendition").where({ media_id: playlist, role: "video" }).select("key", "name");
    await lose([`${track?.key.replace(/[^/]+$/, "")}${track?.name}.m3u8`]);
    await lose(await keysOf(hopeless));
    await originals.delete([(await db("media").where({ id: hopeless }).first("original_key"))?.original_key as string]);

    const dry = await run();
    expect(dry.code, dry.error).to.equal(0);
    expect([count(dry.out, "media that are ready"), count(dry.out, "that lack something made of them")]).to.deep.equal([5, 4]);
    expect(count(dry.out, "and whose original is gone")).to.equal(1);
    for (const id of [photo, segment, playlist, hopeless]) expect(dry.out).to.include(`  ${id}`);
    expect(dry.out).to.not.include(whole);
    expect(dry.out).to.include("Dry run: no row was changed; --apply has them made again.");
    expect(await db("media").where({ state: "ready", generation: 1 })).to.have.length(5);

    const applied = await run("--apply");
    expect(applied.code, applied.error).to.equal(0);
    expect(count(applied.out, "to be made again")).to.equal(3);
    for (const id of [photo, segment, playlist]) {
      await library.settled(id, "ready");
      for (const key of await keysOf(id)) expect((await renditions.head(key)).sizeBytes, key).to.be.greaterThan(0);
    }
    const generations = await db("media").orderBy("file_name").pluck("generation");
    expect(generations, "hopeless, photo, playlist, segment, whole").to.deep.equal([1, 2, 2, 2, 1]);
    expect(count((await run()).out, "that lack something made of them"), "what cannot be made again").to.equal(1);
  });
});
