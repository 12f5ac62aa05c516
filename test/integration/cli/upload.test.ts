import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findLocalToken } from "@mediashare/cli";
import { localOwnerId, type TokenScope } from "@mediashare/contract";
import { createAlbum, setMember } from "@mediashare/core";
import { findFreePort } from "@mediashare/local";
import { expect } from "chai";
import { insertAccount, programOf } from "../../support/accounts.ts";
import { readHeic } from "../../support/heic.ts";
import { ownerToken } from "../../support/owner.ts";
import { type SharingFleets, startSharingFleets } from "../../support/sharing-fleets.ts";
import { jpegOf } from "../../support/upload-content.ts";
import { waitFor } from "../../support/wait-for.ts";

const MiB = 2 ** 20;
const program = join(import.meta.dirname, "../../../services/cli/bin/mediashare.mjs");

interface Ended {
  readonly code: number | NodeJS.Signals;
  readonly out: string;
  readonly error: string;
}

describe("mediashare upload", function () {
  this.timeout(60_000);
  let fleets: SharingFleets;
  let folder: string;
  before(async () => {
    fleets = await startSharingFleets({ MEDIASHARE_UPLOAD_PART_SIZE: "1MiB" });
  });
  after(() => fleets.stop());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mediashare-cli-upload-"));
    await fleets.deployment.db("upload").delete();
    await fleets.deployment.db("media").delete();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, content: Buffer): Promise<string> => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  };
  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): { child: ChildProcess; ended: Promise<Ended> } => {
    const child = spawn(process.execPath, [program, "upload", ...args], {
      cwd: folder,
      env: { ...process.env, XDG_STATE_HOME: join(folder, ".state"), MEDIASHARE_URL: fleets.url, MEDIASHARE_TOKEN: ownerToken, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [out, error]: [string[], string[]] = [[], []];
    child.stdout.setEncoding("utf8").on("data", (text) => out.push(text));
    child.stderr.setEncoding("utf8").on("data", (text) => error.push(text));
    const ended = new Promise<Ended>((resolve) =>
      child.once("close", (code, signal) => resolve({ code: signal ?? code ?? -1, out: out.join(""), error: error.join("") })),
    );
    return { child, ended };
  };
  const upload = (...args: string[]): Promise<Ended> => start(args).ended;
  const stored = async (): Promise<Record<string, string>> => {
    const rows = await fleets.deployment.db("media").where({ state: "stored" });
    return Object.fromEntries(rows.map((row) => [row.file_name, row.sha256?.toString("hex") ?? ""]));
  };
  const hashOf = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

  it("brings a folder to the site, with all below it, and says so", async () => {
    const [first, second, third] = [jpegOf(3 * MiB), jpegOf(100_000), jpegOf(20_000)];
    await write("pictures/a.jpg", first);
    await write("pictures/2024/June/b.JPG", second);
    const fourth = await readHeic("p3");
    await write("pictures/IMG_1.HEIC", fourth);
    await write("single.png", third);
    await write("pictures/notes.txt", Buffer.from("no picture"));
    await write("pictures/.hidden.jpg", jpegOf(10));
    await symlink(join(folder, "single.png"), join(folder, "pictures/link.jpg"));
    const { code, out, error } = await upload("pictures", "single.png");
    expect(code, error).to.equal(0);
    expect(out).to.match(/^4 files uploaded \(3\.3 MB\)\. http/);
    expect(out).to.include("Left out, 2 files:\n  pictures/link.jpg: a link\n  pictures/notes.txt: neither photo nor video by name");
    expect(error.trim().split("\n")).to.have.members([
      "uploaded  pictures/a.jpg  3.1 MB",
      "uploaded  pictures/2024/June/b.JPG  100 kB",
      "uploaded  single.png  20.0 kB",
      `uploaded  pictures/IMG_1.HEIC  ${fourth.length} B`,
    ]);
    const hashes = { "a.jpg": hashOf(first), "b.JPG": hashOf(second), "single.png": hashOf(third), "IMG_1.HEIC": hashOf(fourth) };
    expect(await stored()).to.deep.equal(hashes);
  });

  it("does not send what is there, nor the same content twice", async () => {
    const content = jpegOf(50_000);
    await write("one.jpg", content);
    await write("copy of one.jpg", content);
    const first = await upload(".");
    expect(first.out).to.match(/^1 file uploaded \(50\.0 kB\), 1 there already\./);
    const uploads = await fleets.deployment.db("upload").count<{ count: number }[]>();
    await rm(join(folder, ".state"), { recursive: true });
    const second = await upload(".");
    expect([second.code, second.out.split(".")[0]]).to.deep.equal([0, "0 files uploaded, 2 there already"]);
    expect(await fleets.deployment.db("upload").count()).to.deep.equal(uploads);
  });

  it("says what a dry run would send, and sends nothing", async () => {
    await write("one.jpg", jpegOf(50_000));
    const { code, out } = await upload("--dry-run", ".");
    expect(code).to.equal(0);
    expect(out).to.match(/^0 files uploaded, 1 to upload \(50\.0 kB\), as this is a dry run\./);
    expect(await fleets.deployment.db("media").count()).to.deep.equal([{ count: 0 }]);
  });

  it("says of each file that failed why, sends the others, and ends with 1", async () => {
    await write("good.jpg", jpegOf(50_000));
    await write("bad.jpg", Buffer.from("no picture at all"));
    await write("empty.jpg", Buffer.alloc(0));
    const { code, out, error } = await upload(".");
    expect(code).to.equal(1);
    expect(out).to.match(/^1 file uploaded \(50\.0 kB\), 2 failed\./);
    expect(out).to.match(/Failed:\n(.*\n)*? {2}bad\.jpg: "bad\.jpg" is not a photo or video by its content/);
    expect(out).to.include('  empty.jpg: "empty.jpg" is empty');
    expect(error).to.include("failed (unsupported_type)  bad.jpg");
    expect(Object.keys(await stored())).to.deep.equal(["good.jpg"]);
  });

  it("says of a file that it may not read that it failed", async function () {
    if (process.getuid?.() === 0) this.skip();
    await chmod(await write("closed.jpg", jpegOf(100)), 0);
    const { code, out } = await upload(".");
    expect(code).to.equal(1);
    expect(out).to.include("closed.jpg: It cannot be read: EACCES");
  });

  it("prints JSON for programs", async () => {
    const content = jpegOf(50_000);
    const path = await write("one.jpg", content);
    await write("bad.jpg", Buffer.from("no"));
    const { code, out } = await upload("--json", ".");
    expect(code).to.equal(1);
    const report = JSON.parse(out);
    expect(report.counts).to.deep.equal({ uploaded: 1, there: 0, missing: 0, failed: 1, untried: 0, leftOut: 0 });
    const [row] = await fleets.deployment.db("media").where({ file_name: "one.jpg" });
    expect(report.files).to.deep.include({ path, sizeBytes: 50_000, outcome: "uploaded", mediaId: row?.id });
    expect(report.files.find((file: { path: string }) => file.path.endsWith("bad.jpg"))).to.include({
      outcome: "failed",
      code: "unsupported_type",
    });
    expect(report.stoppedBy).to.equal(null);
  });

  describe("--album", () => {
    const titles = async () => (await fleets.deployment.db("album").orderBy("id")).map(({ title }) => title);
    const namesIn = async (title: string): Promise<string[]> => {
      const rows = await fleets.deployment
        .db("album_item")
        .join("album", "album.id", "album_item.album_id")
        .join("media", "media.id", "album_item.media_id")
        .where("album.title", title)
        .orderBy("album_item.order_key")
        .select("media.file_name");
      return rows.map(({ file_name }) => file_name);
    };
    const tokenFor = async (...scopes: TokenScope[]): Promise<NodeJS.ProcessEnv> => {
      const { Authorization } = await programOf(fleets.deployment.db, localOwnerId, scopes);
      return { MEDIASHARE_TOKEN: String(Authorization).replace("Bearer ", "") };
    };
    beforeEach(() => fleets.deployment.db("album").delete());

    it("makes an album, and adds what is sent and what was there, by name; again, only what is new", async () => {
      const there = jpegOf(20_000);
      await write("pictures/IMG_10.jpg", there);
      await upload("pictures");
      await write("pictures/IMG_9.jpg", jpegOf(30_000));
      const env = await tokenFor("media:write", "albums:write");
      const first = await start(["--album", "By the sea", "pictures"], env).ended;
      expect(first.code, first.error).to.equal(0);
      expect(first.out).to.include('\n2 items added to the album "By the sea".');
      expect(await namesIn("By the sea")).to.deep.equal(["IMG_9.jpg", "IMG_10.jpg"]);
      await write("pictures/IMG_11.jpg", jpegOf(30_000));
      const second = await start(["--album", " By the sea ", "pictures"], env).ended;
      expect(second.out).to.include('\n1 item added to the album "By the sea"; 2 more are in it already');
      expect(await namesIn("By the sea")).to.deep.equal(["IMG_9.jpg", "IMG_10.jpg", "IMG_11.jpg"]);
      expect(await titles()).to.deep.equal(["By the sea"]);
    });

    it("takes the album of an id, also one of somebody who lets one add to it", async () => {
      await write("one.jpg", jpegOf(30_000));
      const { db } = fleets.deployment;
      const album = await createAlbum(db, { owner_id: (await insertAccount(db)).id, title: "Of others", description: "" });
      await setMember(db, { albumId: album.id, accountId: localOwnerId, role: "viewer" });
      const refused = await upload("--album", album.id, ".");
      expect([refused.code, await stored()]).to.deep.equal([1, {}]);
      await setMember(db, { albumId: album.id, accountId: localOwnerId, role: "contributor" });
      const { out } = await upload("--json", "--album", album.id, ".");
      expect(JSON.parse(out).album).to.deep.equal({ id: album.id, added: 1 });
      expect(await namesIn("Of others")).to.deep.equal(["one.jpg"]);
      const nowhere = await upload("--album", randomUUID(), ".");
      expect(nowhere.code).to.equal(1);
      expect(nowhere.error).to.include("There is no album");
    });

    it("says which scope a token lacks before anything is sent", async () => {
      await write("one.jpg", jpegOf(30_000));
      for (const [has, lacks] of [
        ["media:write", "albums:write"],
        ["albums:write", "media:write"],
      ] as const) {
        const { code, error } = await start(["--album", "By the sea", "."], await tokenFor(has)).ended;
        expect(code).to.equal(1);
        expect(error).to.include(`This API token lacks the scope ${lacks}.`);
      }
      expect(await stored()).to.deep.equal({});
    });

    it("does not guess between albums of the same title, and makes none for a dry run", async () => {
      await write("one.jpg", jpegOf(30_000));
      expect((await upload("--dry-run", "--album", "Twice", ".")).code).to.equal(0);
      expect(await titles()).to.deep.equal([]);
      for (const _ of [1, 2]) await createAlbum(fleets.deployment.db, { owner_id: localOwnerId, title: "Twice", description: "" });
      const { code, error } = await upload("--album", "Twice", ".");
      expect(code).to.equal(1);
      expect(error).to.include('You have several albums "Twice". Name the one by its id.');
      expect(await stored()).to.deep.equal({});
    });
  });

  it("keeps what a name could do to a terminal out of it", async () => {
    await write("evil\u001b[2J\u202Egpj.jpg", jpegOf(1_000));
    const { error } = await upload(".");
    expect(error).to.include("uploaded  evil\u{FFFD}[2J\u{FFFD}gpj.jpg");
  });

  it("killed in the middle, goes on in the middle of its files when run again", async () => {
    const contents = Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [`${name}.jpg`, jpegOf(24 * MiB)]));
    for (const [name, content] of Object.entries(contents)) await write(name, content);
    const { child, ended } = start(["--parallel", "2", "."]);
    const begun = () => fleets.deployment.db("upload").whereNull("finished_at");
    await waitFor(
      "an upload in the middle",
      async () => (await begun()).some(({ offset_bytes }) => offset_bytes > 0) || (await fleets.deployment.db("upload_part")).length > 2,
      { intervalMs: 2 },
    );
    child.kill("SIGKILL");
    expect((await ended).code).to.equal("SIGKILL");
    const unfinished = (await begun()).map(({ media_id }) => media_id);
    expect(unfinished.length).to.be.greaterThan(0);
    const { code, out, error } = await upload(".");
    expect(code, error).to.equal(0);
    expect(out).to.match(/^\d files uploaded/);
    expect(await stored()).to.deep.equal(Object.fromEntries(Object.entries(contents).map(([name, content]) => [name, hashOf(content)])));
    const finished = await fleets.deployment.db("upload").whereIn("media_id", unfinished).whereNotNull("finished_at");
    expect(finished.length, "uploads that were begun before are those that were finished").to.equal(unfinished.length);
    expect(await fleets.deployment.db("upload").count(), "and no others").to.deep.equal([{ count: 6 }]);
  });

  it("hashes a file again that has changed since, and sends it as what it is now", async () => {
    const path = await write("one.jpg", jpegOf(50_000));
    await upload(".");
    const content = jpegOf(50_000);
    await writeFile(path, content);
    await utimes(path, new Date(), new Date(Date.now() + 5_000));
    expect((await upload(".")).out).to.match(/^1 file uploaded/);
    expect(Object.values(await stored())).to.include(hashOf(content));
  });

  it("interrupted, stops at once, says what is done and that it can go on, and ends with 130", async () => {
    for (const name of ["a", "b", "c", "d", "e", "f"]) await write(`${name}.jpg`, jpegOf(24 * MiB));
    const { child, ended } = start(["--parallel", "1", "."]);
    await waitFor("an upload in the middle", async () => (await fleets.deployment.db("upload")).length > 0, { intervalMs: 2 });
    child.kill("SIGINT");
    const { code, out, error } = await ended;
    expect(code).to.equal(130);
    expect(out).to.match(/^\d files? uploaded.*, \d not tried\./);
    expect(error).to.include("mediashare upload: interrupted. Run the same command again to go on.");
  });

  it("waits out a server that is away for a moment", async () => {
    await write("one.jpg", jpegOf(24 * MiB));
    const { ended } = start(["."]);
    await waitFor("the beginning", async () => (await fleets.deployment.db("upload")).length > 0, { intervalMs: 2 });
    await fleets.uploadWay.cut();
    await new Promise((resolve) => setTimeout(resolve, 600));
    await fleets.uploadWay.mend();
    const { code, out } = await ended;
    expect([code, out.split(" (")[0]]).to.deep.equal([0, "1 file uploaded"]);
  });

  it("says at once that there is no site", async () => {
    await write("one.jpg", jpegOf(1_000));
    const nowhere = `http://127.0.0.1:${await findFreePort()}`;
    const { code, out, error } = await upload("--url", nowhere, ".");
    expect(code).to.equal(1);
    expect(error).to.include(`mediashare upload: ${nowhere} cannot be reached: connect ECONNREFUSED`);
    expect(out).to.match(/^0 files uploaded, 1 not tried\./);
  });

  it("says how to come by a token where it has none, or one that is not valid, and sends nothing", async () => {
    await write("one.jpg", jpegOf(1_000));
    for (const token of ["", "ms_noSuchToken"]) {
      const { code, out, error } = await start(["."], { MEDIASHARE_TOKEN: token }).ended;
      expect(code).to.equal(1);
      expect(out).to.match(/^0 files uploaded, 1 not tried\./);
      expect(error).to.include("Make an API token in the site's settings, and put it into MEDIASHARE_TOKEN.");
    }
    expect(await fleets.deployment.db("upload").count()).to.deep.equal([{ count: 0 }]);
  });

  it("shows the token of this machine's own site to that site only", async () => {
    await mkdir(join(folder, ".data"));
    const token = `ms_${randomUUID()}`;
    await writeFile(join(folder, ".data/token"), `${token}\n`);
    expect(await findLocalToken("http://localhost:8080", join(folder, ".data"))).to.equal(token);
    expect(await findLocalToken("http://127.0.0.1:1", join(folder, ".data"))).to.equal(token);
    expect(await findLocalToken("http://photos.example.org", join(folder, ".data"))).to.equal(undefined);
    expect(await findLocalToken("http://localhost.example.org", join(folder, ".data"))).to.equal(undefined);
    expect(await findLocalToken("http://localhost:8080", join(folder, "none"))).to.equal(undefined);
  });

  it("keeps its journal to its owner, and out of the way of a line that was cut off", async () => {
    await write("one.jpg", jpegOf(50_000));
    await upload(".");
    const journal = join(folder, ".state/mediashare/uploads.jsonl");
    const before = await readFile(journal, "utf8");
    await writeFile(journal, `${before}{"site":"http`);
    const { code, out } = await upload(".");
    expect([code, out.split(".")[0]]).to.deep.equal([0, "0 files uploaded, 1 there already"]);
  });
});
