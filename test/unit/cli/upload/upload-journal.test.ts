import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { journalPath, UploadJournal } from "@mediashare/cli";
import { expect } from "chai";

const file = { path: "/photos/a.jpg", shownPath: "a.jpg", fileName: "a.jpg", sizeBytes: 10, mtimeMs: 1_700_000_000_000.5 };
const sha256 = "ab".repeat(32);
const site = "http://localhost:8080";

describe("the journal of uploads", () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mediashare-journal-"));
    path = join(folder, "state/mediashare/uploads.jsonl");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("remembers a file's hash and its unfinished upload for the next run", async () => {
    const journal = await UploadJournal.open(path, site);
    expect(journal.recall(file)).to.equal(undefined);
    await journal.note(file, { sha256 });
    await journal.note(file, { sha256, uploadUrl: "http://localhost:8081/v1/tus/1" });
    const later = await UploadJournal.open(path, site);
    expect(later.recall(file)).to.include({ sha256, uploadUrl: "http://localhost:8081/v1/tus/1" });
    await later.note(file, { sha256 });
    expect((await UploadJournal.open(path, site)).recall(file)?.uploadUrl).to.equal(undefined);
  });

  it("knows nothing of a file that has changed, or of another site", async () => {
    await (await UploadJournal.open(path, site)).note(file, { sha256 });
    const journal = await UploadJournal.open(path, site);
    expect(journal.recall({ ...file, sizeBytes: 11 })).to.equal(undefined);
    expect(journal.recall({ ...file, mtimeMs: 1 })).to.equal(undefined);
    expect(journal.recall({ ...file, path: "/photos/b.jpg" })).to.equal(undefined);
    expect((await UploadJournal.open(path, "https://photos.example.org")).recall(file)).to.equal(undefined);
  });

  it("loses one line to a crash, and not the one after it", async () => {
    await (await UploadJournal.open(path, site)).note(file, { sha256 });
    await writeFile(path, `${await readFile(path, "utf8")}{"site":"http://loc`);
    const other = { ...file, path: "/photos/b.jpg" };
    await (await UploadJournal.open(path, site)).note(other, { sha256 });
    const journal = await UploadJournal.open(path, site);
    expect([journal.recall(file)?.sha256, journal.recall(other)?.sha256]).to.deep.equal([sha256, sha256]);
  });

  it("stays small", async () => {
    const journal = await UploadJournal.open(path, site);
    for (let index = 0; index < 1_200; index += 1) await journal.note(file, { sha256, uploadUrl: `http://localhost:8081/v1/tus/${index}` });
    const reopened = await UploadJournal.open(path, site);
    expect((await readFile(path, "utf8")).trim().split("\n")).to.have.length(1);
    expect(reopened.recall(file)?.uploadUrl).to.match(/1199$/);
  });

  it("is its owner's alone", async () => {
    await (await UploadJournal.open(path, site)).note(file, { sha256 });
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
  });

  it("says where it cannot be kept", async () => {
    await writeFile(join(folder, "state"), "a file");
    const error = await UploadJournal.open(path, site).catch((failure: Error) => failure);
    expect(error).to.include({ code: "file" });
    expect((error as Error).message).to.include(`What is under way cannot be kept in ${path}: `);
  });

  it("lies where the XDG specification puts state", () => {
    expect(journalPath({ XDG_STATE_HOME: "/x/state" })).to.equal("/x/state/mediashare/uploads.jsonl");
    for (const unset of [undefined, "", "relative"]) {
      expect(journalPath({ XDG_STATE_HOME: unset })).to.equal(join(homedir(), ".local/state/mediashare/uploads.jsonl"));
    }
  });
});
