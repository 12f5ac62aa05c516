import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { makePhoto } from "../support/files.ts";
import { asPicked, expectAccessible, filePicker, folderPicker, tile, uploadRow, viewer } from "../support/pages.ts";
import { describeInBrowser, type Site } from "../support/site.ts";
import { largePhoto, sent, sentAtLeast, slowDown } from "../support/slow-uploads.ts";
import { waitFor } from "../support/wait-for.ts";

describeInBrowser("uploads", (site) => {
  it("pause, and go on where they were", async () => {
    const file = await largePhoto(10);
    await site().visit("/", {}, async (page) => {
      const network = await slowDown(page);
      await filePicker(page).setInputFiles(asPicked("paused.jpg", file));
      await sentAtLeast(page, "paused.jpg", 200_000);
      await page.getByRole("button", { name: "Pause paused.jpg" }).click();
      await uploadRow(page, "paused.jpg", "paused").waitFor();
      await expectAccessible(page);
      const before = await sent(page, "paused.jpg");
      await page.waitForTimeout(1_000);
      expect(await sent(page, "paused.jpg")).to.equal(before);
      await network.full();
      await page.getByRole("button", { name: "Resume paused.jpg" }).click();
      await uploadRow(page, "paused.jpg", "done").waitFor();
      await page.getByRole("button", { name: "Show paused.jpg" }).click();
      await viewer(page).waitFor();
    });
    await expectStored(site(), "paused.jpg", file);
  });

  it("go on after a reload, without being asked for the file again", async () => {
    const file = await largePhoto(11);
    const offsets: number[] = [];
    await site().visit("/", {}, async (page) => {
      await slowDown(page);
      await filePicker(page).setInputFiles(asPicked("reloaded.jpg", file));
      await sentAtLeast(page, "reloaded.jpg", 300_000);
      await page.reload();
      page.on("request", (request) => {
        const offset = request.headers()["upload-offset"];
        if (request.method() === "PATCH" && offset) offsets.push(Number(offset));
      });
      await uploadRow(page, "reloaded.jpg", "done").waitFor({ timeout: 60_000 });
    });
    expect(offsets[0]).to.be.above(0);
    await expectStored(site(), "reloaded.jpg", file);
  });

  it("stop when they are cancelled, and leave nothing", async () => {
    await site().visit("/", {}, async (page) => {
      await slowDown(page);
      await filePicker(page).setInputFiles(asPicked("cancelled.jpg", await largePhoto(12)));
      await sentAtLeast(page, "cancelled.jpg", 100_000);
      await page.getByRole("button", { name: "Cancel all" }).click();
      await uploadRow(page, "cancelled.jpg").waitFor({ state: "detached" });
      await waitFor("the started upload to be gone", async () => {
        const row = await site().deployment.db("media").where({ file_name: "cancelled.jpg" }).first("id");
        return row === undefined;
      });
    });
  });

  it("take a folder, with the names of its files", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mediashare-pick-"));
    try {
      await mkdir(join(folder, "Holiday/Day 1"), { recursive: true });
      await writeFile(join(folder, "Holiday/beach.jpg"), await makePhoto({ seed: 13 }));
      await writeFile(join(folder, "Holiday/Day 1/été 夏.jpg"), await makePhoto({ seed: 14 }));
      await writeFile(join(folder, "Holiday/notes.txt"), "not for the timeline");
      await site().visit("/", {}, async (page) => {
        await folderPicker(page).setInputFiles(join(folder, "Holiday"));
        for (const name of ["beach.jpg", "été 夏.jpg"]) {
          await uploadRow(page, name, "done").waitFor();
          await tile(page, name, "ready").waitFor();
        }
        await page.locator("summary", { hasText: "1 file was left out" }).click();
        await page.getByText("Not a kind of photo or video that can be shown").waitFor();
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("tell that a file is in the library already, and lead there", async () => {
    const content = await makePhoto({ seed: 15 });
    const id = await site().upload("original.jpg", content);
    await site().visit("/", {}, async (page) => {
      await filePicker(page).setInputFiles(asPicked("copy.jpg", content));
      await uploadRow(page, "copy.jpg", "done").getByText("Already in your library").waitFor();
      await page.getByRole("button", { name: "Show copy.jpg" }).click();
      await page.waitForURL(`**/m/${id}`);
    });
  });
});

async function expectStored({ deployment }: Site, name: string, content: Uint8Array): Promise<void> {
  const rows = await deployment.db("media").where({ file_name: name }).select("size_bytes", "state");
  expect(rows.map((row) => Number(row.size_bytes))).to.deep.equal([content.length]);
  expect(rows[0]?.state).to.be.oneOf(["stored", "processing", "ready"]);
}
