import { setTimeout as sleep } from "node:timers/promises";
import { openStores } from "@mediashare/core";
import { findFreePort } from "@mediashare/local";
import { expect } from "chai";
import { type Deployment, type Fleet, type FleetProcess, startDeployment } from "../../support/deployment.ts";
import { makeClip, makePhoto } from "../../support/files.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { postFile, tusFile } from "../../support/upload-client.ts";
import { waitFor } from "../../support/wait-for.ts";

const photos = 42;
const clips = 8;
const seed = 20_261_123;

/** A process that comes back on the same port, as behind a Service. */
interface Slot {
  readonly fleet: Fleet;
  readonly port: number;
  process: FleetProcess;
}

describe("uploads and workers killed at random moments", () => {
  let deployment: Deployment;
  const slots: Slot[] = [];

  before(async () => {
    deployment = await startDeployment();
    for (const fleet of ["upload", "upload", "worker", "worker"] as const) {
      const port = await findFreePort();
      slots.push({ fleet, port, process: await deployment.start(fleet, { MEDIASHARE_PORT: String(port) }) });
    }
  });

  after(() => deployment.stop());

  it(`lose none of ${photos + clips} acknowledged uploads, and do nothing twice`, async function () {
    this.timeout(600_000);
    const random = seededRandom(seed);
    let kills = 0;
    let done = false;
    const killer = (async () => {
      while (!done) {
        await sleep(400 + random() * 1_200);
        const slot = slots[Math.floor(random() * slots.length)] as Slot;
        slot.process.kill("SIGKILL");
        kills += 1;
        await slot.process.exited;
        slot.process = await deployment.start(slot.fleet, { MEDIASHARE_PORT: String(slot.port) });
      }
    })();

    const uploadUrl = (index: number): string => `http://127.0.0.1:${(slots[index % 2] as Slot).port}`;
    const uploadOne = async (index: number): Promise<string> => {
      const isClip = index % 6 === 5 && index / 6 < clips;
      const content = isClip
        ? await makeClip({ seconds: 5 + (index % 3), width: 640, height: 360, seed: index })
        : await makePhoto({ seed: index });
      const fileName = `${index}.${isClip ? "mp4" : "jpg"}`;
      if (index % 3 === 2) return tusFile(uploadUrl(index), fileName, content, { chunkSize: 40_000 });
      for (;;) {
        const item = await postFile(uploadUrl(index), fileName, content);
        if (item) return item.id;
        await sleep(200);
      }
    };
    const ids: string[] = [];
    let next = 0;
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        while (next < photos + clips) ids.push(await uploadOne(next++));
      }),
    );
    // Let the killing go on while the queue is worked off.
    await sleep(8_000);
    done = true;
    await killer;

    const unfinished = () =>
      deployment.db("media").whereIn("id", ids).whereNot({ state: "ready" }).select("id", "state", "failure_code", "failure_message");
    await waitFor("all uploads to be ready", async () => (await unfinished()).length === 0, {
      timeoutMs: 240_000,
      intervalMs: 500,
      detail: unfinished,
    });
    expect(kills).to.be.greaterThan(10);
    expect(new Set(ids).size).to.equal(photos + clips);
    // An attempt that was cut off is a row of its own until it has been silent for long enough.
    const others = () => deployment.db("media").whereNotIn("id", ids).select("id", "state");
    await waitFor("attempts that were cut off to be gone", async () => (await others()).length === 0, {
      timeoutMs: 90_000,
      intervalMs: 500,
      detail: others,
    });
    await expectOneSetOfEffects(deployment);
  });
});

async function expectOneSetOfEffects({ db, storagePath }: Deployment): Promise<void> {
  const open = await db("task").whereNot({ state: "done" }).select("id", "kind", "state");
  expect(open, "tasks that are not done").to.deep.equal([]);
  const renditions = await db("rendition").select("media_id", "role", "key");
  const segments = await db("segment").orderBy(["media_id", "rendition", "number"]);
  const store = openStores({ kind: "disk", path: storagePath, originalsBucket: "originals", renditionsBucket: "renditions" }).renditions;
  for (const { key } of [...renditions, ...segments]) await store.head(key);
  const videos = await db("media").where({ kind: "video" });
  expect(videos.length).to.be.greaterThan(0);
  for (const video of videos) {
    const tracks = new Set(segments.filter(({ media_id }) => media_id === video.id).map(({ rendition }) => rendition));
    for (const track of tracks) {
      const own = segments.filter(({ media_id, rendition }) => media_id === video.id && rendition === track);
      expect(
        own.map(({ number }) => number),
        `${track} of ${video.id}`,
      ).to.deep.equal(own.map((_segment, index) => index));
      const totalMs = own.reduce((sum, { duration_us }) => sum + duration_us, 0) / 1_000;
      expect(totalMs, `${track} of ${video.id}`).to.be.closeTo(video.duration_ms as number, 200);
    }
  }
}
