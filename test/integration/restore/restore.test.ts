import { createHash } from "node:crypto";
import { localOwnerId, objectKeys } from "@mediashare/contract";
import { type Knex, type MediaRow, type ObjectStore, openStores } from "@mediashare/core";
import { expect } from "chai";
import { v7 as newId } from "uuid";
import { type Deployment, startDeployment } from "../../support/deployment.ts";
import { makeClip, makePhoto } from "../../support/files.ts";
import { startRestore } from "../../support/restore-command.ts";
import { postFile, tusFile } from "../../support/upload-client.ts";
import { jpegOf } from "../../support/upload-content.ts";
import { startVersitygw, type Versitygw } from "../../support/versitygw.ts";
import { waitFor } from "../../support/wait-for.ts";

const MiB = 2 ** 20;
const oddName = `Åre “3” & 100% 'ok'.jpg`;

describe("mediashare restore, of a database that is older than the bucket", () => {
  describeRestore("on disk, as people run it", "command", async () => ({ env: {}, stop: async () => undefined }));
  describeRestore("on S3, as the image runs it", "image", async () => {
    const s3 = await startVersitygw();
    if ("skipped" in s3) return s3;
    for (const bucket of ["originals", "renditions"]) await s3.createBucket(bucket);
    return { env: s3Environment(s3), stop: () => s3.stop() };
  });
});

type Backend = { readonly env: Readonly<Record<string, string>>; stop(): Promise<void> };

function describeRestore(
  title: string,
  program: "command" | "image",
  openBackend: () => Promise<Backend | { readonly skipped: string }>,
): void {
  describe(title, function () {
    this.timeout(120_000);
    let backend: Backend | undefined;
    let deployment: Deployment;
    let db: Knex;
    let originals: ObjectStore;

    before(async function () {
      this.timeout(600_000);
      const opened = await openBackend();
      if ("skipped" in opened) {
        console.log(`      skipped: ${opened.skipped}`);
        return this.skip();
      }
      backend = opened;
    });
    beforeEach(async () => {
      deployment = await startDeployment({ MEDIASHARE_UPLOAD_PART_SIZE: "5MiB", ...backend?.env });
      db = deployment.db;
      originals = openOriginals(deployment.environment);
    });
    afterEach(async () => {
      const keys: string[] = [];
      for await (const { key } of originals.list("")) keys.push(key);
      await originals.delete(keys);
      await deployment.stop();
    });
    after(() => backend?.stop());

    const run = async (...args: string[]) => {
      const { code, out, error } = await startRestore(args, deployment.environment, program).ended;
      return { code, out, error };
    };
    /** A photo in the store under the key of an upload, without a row. */
    const putOriginal = async (content: Uint8Array, ownerId = localOwnerId, id = newId()) => {
      const key = objectKeys.original(ownerId, id);
      await originals.put(key, content, { contentType: "image/jpeg", fileName: "orphan.jpg" });
      return { id, key };
    };
    const counts = (out: string) =>
      Object.fromEntries(
        [...out.matchAll(/^ *(\S.*?) {2,}([\d,]+)$/gm)].map(([, name, count]) => [name, Number(count?.replaceAll(",", ""))]),
      );
    const live = () => db("media").whereNot({ state: "deleted" }).orderBy("id");

    it("gives back what was uploaded since, under the same ids and names, and it is processed", async () => {
      const upload = await deployment.start("upload");
      const photo = await makePhoto({ seed: 1 });
      const clip = await makeClip({ seconds: 2, width: 320, height: 180, seed: 2 });
      const big = jpegOf(6 * MiB);
      const before = await postFile(upload.url, "before.jpg", await makePhoto({ seed: 3 }));
      const ids = [
        (await postFile(upload.url, oddName, photo))?.id as string,
        await tusFile(upload.url, "clip.mp4", clip),
        await tusFile(upload.url, "multipart.jpg", new Uint8Array(big)),
      ];
      const inbox = `inbox/${localOwnerId}/dropped by hand.jpg`;
      await originals.put(inbox, await makePhoto({ seed: 4 }), { contentType: "image/jpeg" });
      await stop(upload);
      const rows = await db("media").whereIn("id", ids).orderBy("id");
      await db("media").whereIn("id", ids).delete();
      await db("upload").delete();

      const dry = await run();
      expect(dry.code, dry.error).to.equal(0);
      expect(counts(dry.out)).to.include({ "originals in the bucket": 5, "without a row": 4, media: 1 });
      expect(dry.out).to.include(`  ${rows[0]?.original_key}`).and.to.include("Dry run: no row and no object was changed.");
      expect((await live()).map(({ id }) => id)).to.deep.equal([before?.id]);

      const applied = await run("--apply");
      expect(applied.code, applied.error).to.equal(0);
      expect(counts(applied.out)).to.include({ "made media again": 4, "left: no photo or video": 0 });
      const fields = ({ id, owner_id, file_name, content_type, kind, size_bytes, sha256, original_key }: MediaRow) => ({
        ...{ id, owner_id, file_name, content_type, kind, size_bytes, original_key },
        sha256: sha256?.toString("hex"),
      });
      const restored = await db("media").whereIn("id", ids).orderBy("id");
      expect(restored.map(fields)).to.deep.equal(rows.map(fields));
      expect(restored.map(({ file_name }) => file_name)).to.include(oddName);
      for (const [index, row] of restored.entries())
        expect(Math.abs(row.created_at.getTime() - (rows[index]?.created_at.getTime() ?? 0))).to.be.lessThan(60_000);
      expect(await db("media").where({ original_key: inbox }).first("file_name")).to.deep.equal({ file_name: "dropped by hand.jpg" });

      const again = await run("--apply");
      expect(counts(again.out)).to.include({ "originals in the bucket": 5, "without a row": 0, "made media again": 0, media: 5 });
      await Promise.all([deployment.start("upload"), deployment.start("worker")]);
      const whole = (await live()).filter(({ size_bytes }) => size_bytes !== big.length);
      await waitFor(
        "all to be ready",
        async () =>
          (
            await db("media")
              .whereIn(
                "id",
                whole.map(({ id }) => id),
              )
              .where({ state: "ready" })
          ).length === 4,
        { timeoutMs: 60_000, detail: () => db("media").select("file_name", "state", "failure_message") },
      );
    });

    it("commits what the backup shows as still coming, before the sweeps take it for abandoned", async () => {
      const content = await makePhoto({ seed: 5 });
      const { id, key } = await putOriginal(content);
      const fresh = await putOriginal(await makePhoto({ seed: 6 }));
      const receiving = { owner_id: localOwnerId, state: "receiving", file_name: "told.jpg" } as const;
      await run();
      await db("media").insert({ ...receiving, id, original_key: key, updated_at: new Date(Date.now() - 3_600_000) });
      await db("media").insert({ ...receiving, id: fresh.id, original_key: fresh.key });
      await db("upload").insert({
        ...{ media_id: id, owner_id: localOwnerId, length_bytes: content.length, part_size_bytes: 5 * MiB, multipart_id: "gone" },
        expires_at: new Date(Date.now() + 3_600_000),
      });
      const { out } = await run("--apply");
      expect(counts(out)).to.include({ "whole, but never committed": 1, "made media again": 1, "without a row": 0 });
      expect(await db("media").where({ id }).first()).to.include({ state: "stored", file_name: "told.jpg", size_bytes: content.length });
      expect(await db("upload").where({ media_id: id }).first()).to.include({ result_media_id: id, multipart_id: null });
      expect((await db("media").where({ id: fresh.id }).first())?.state, "a file that is being received now").to.equal("receiving");
    });

    it("keeps the only copy where the backup has the same content in a media whose original was deleted since", async () => {
      const content = await makePhoto({ seed: 7 });
      const sha256 = createHash("sha256").update(content).digest();
      const [kept, gone] = [await putOriginal(content), { id: newId() }];
      await run();
      await db("media").insert({
        ...{ id: gone.id, owner_id: localOwnerId, state: "ready", kind: "image", file_name: "old.jpg", content_type: "image/jpeg" },
        ...{ size_bytes: content.length, sha256, original_key: objectKeys.original(localOwnerId, gone.id) },
      });
      const { out } = await run("--apply");
      expect(counts(out)).to.include({ "made media again": 1, "removed: the owner has the same content": 0 });
      expect((await live()).map(({ id, state }) => [id, state])).to.deep.equal([[kept.id, "stored"]]);
      expect((await originals.head(kept.key)).sizeBytes).to.equal(content.length);

      const copy = await putOriginal(content);
      const second = await run("--apply");
      expect(counts(second.out)).to.include({ "without a row": 1, "made media again": 0, "removed: the owner has the same content": 1 });
      expect((await live()).map(({ id }) => id)).to.deep.equal([kept.id]);
      expect(await originals.head(copy.key).catch(({ code }: { code: string }) => code)).to.equal("object_not_found");
    });

    it("tells of media whose original is gone, and marks no more of them as deleted than it is told", async () => {
      for (let seed = 0; seed < 3; seed += 1) await putOriginal(await makePhoto({ seed: 10 + seed }));
      await originals.put(objectKeys.original(localOwnerId, newId()), Buffer.from("no photo"), { contentType: "text/plain" });
      const first = await run("--apply");
      expect(counts(first.out)).to.include({ "made media again": 3, "left: no photo or video": 1 });
      const [lost, ...others] = await live();
      await originals.delete([lost?.original_key as string]);
      const dry = await run();
      expect(counts(dry.out)).to.include({ "whose original is gone": 1 });
      expect(dry.out).to.include(`  ${lost?.id}`).and.to.include("--apply --delete-missing 1 marks them as deleted");
      expect(await live(), "nothing is deleted unless it is asked for").to.have.length(3);
      const refused = await run("--apply", "--delete-missing", "0");
      expect([refused.code, await live()]).to.deep.include(1);
      expect(refused.error).to.include("More than 0 media are without their original.");
      expect(await live()).to.have.length(3);
      expect(counts((await run("--apply", "--delete-missing", "1")).out)).to.include({ "marked as deleted": 1 });
      expect((await live()).map(({ id }) => id)).to.deep.equal(others.map(({ id }) => id));
    });

    it("killed in the middle, it goes on where it was, and does nothing twice", async () => {
      const total = 400;
      const put: { id: string }[] = [];
      for (let next = 0; next < total; next += 1) put.push(await putOriginal(jpegOf(20_000)));
      await run();
      const killed = startRestore(["--apply"], deployment.environment, program);
      await waitFor("some rows", async () => (await live()).length >= 40, { intervalMs: 2, timeoutMs: 30_000 });
      killed.kill("SIGKILL");
      expect((await killed.ended).code).to.equal("SIGKILL");
      const half = (await live()).length;
      expect(half).to.be.greaterThan(0).and.lessThan(total);
      const { out } = await run("--apply");
      expect(counts(out)).to.include({ "without a row": total - half, "made media again": total - half, media: total });
      expect((await live()).map(({ id }) => id)).to.deep.equal(put.map(({ id }) => id).toSorted());
      for (const table of ["task", "outbox"] as const) expect(await db(table), table).to.have.length(total);
    });
  });
}

async function stop(fleet: { kill(signal: NodeJS.Signals): void; readonly exited: Promise<unknown> }): Promise<void> {
  fleet.kill("SIGKILL");
  await fleet.exited;
}

function s3Environment({ options }: Versitygw): Record<string, string> {
  return {
    MEDIASHARE_STORAGE: "s3",
    MEDIASHARE_S3_ENDPOINT: options.endpoint as string,
    MEDIASHARE_S3_PATH_STYLE: "true",
    AWS_ACCESS_KEY_ID: options.credentials?.accessKeyId as string,
    AWS_SECRET_ACCESS_KEY: options.credentials?.secretAccessKey as string,
  };
}

function openOriginals(env: Readonly<Record<string, string>>): ObjectStore {
  const buckets = { originalsBucket: "originals", renditionsBucket: "renditions" };
  if (env.MEDIASHARE_STORAGE === "disk")
    return openStores({ kind: "disk", path: env.MEDIASHARE_STORAGE_PATH as string, ...buckets }).originals;
  const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID as string, secretAccessKey: env.AWS_SECRET_ACCESS_KEY as string };
  return openStores({
    kind: "s3",
    region: "us-east-1",
    endpoint: env.MEDIASHARE_S3_ENDPOINT as string,
    pathStyle: true,
    credentials,
    ...buckets,
  }).originals;
}
