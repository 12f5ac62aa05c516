import { readFile } from "node:fs/promises";
import { expect } from "chai";
import type { Download, Page } from "playwright-core";
import { buildTiff, gps, withExifBlock } from "../support/exif.ts";
import { makePhoto } from "../support/files.ts";
import { expectAccessible, tile, viewer } from "../support/pages.ts";
import { describeInBrowser, desktop, phone } from "../support/site.ts";
import { unzip } from "../support/unzip.ts";

const toolbar = (page: Page) => page.getByRole("toolbar", { name: "Chosen items" });
/** 53° 33′ 5″ as the photo says it. */
const latitude = Buffer.from(new Uint32Array([53, 1, 33, 1, 5, 1]).buffer);

describeInBrowser("downloads from one's own library", (site) => {
  let harbour: Buffer;
  before(async () => {
    harbour = withExifBlock(await makePhoto({ seed: 60, width: 640, height: 480 }), buildTiff({ gps }));
    expect(harbour.includes(latitude)).to.equal(true);
    const plain = await makePhoto({ seed: 61, width: 640, height: 480 });
    await site().ready(await site().upload("harbour.jpg", new Uint8Array(harbour)));
    await site().ready(await site().upload("tower.jpg", plain));
  });

  const filesOf = async (download: Download): Promise<Map<string, Buffer>> => unzip(new Response(await readFile(await download.path())));

  for (const [name, options] of [
    ["desktop", { viewport: desktop }],
    ["phone, in dark", { viewport: phone, hasTouch: true, colorScheme: "dark" }],
  ] as const) {
    it(`are a zip of what is chosen, with its places only where that is asked for, on a ${name}`, async () => {
      await site().visit("/", options, async (page) => {
        const choose = async (): Promise<void> => {
          await tile(page, "harbour.jpg").focus();
          await page.keyboard.press("Space");
          await tile(page, "tower.jpg").click();
          await toolbar(page).getByText("2 items chosen").waitFor();
          await toolbar(page).getByRole("button", { name: "Download the originals" }).click();
        };
        const dialog = page.getByRole("dialog", { name: "Download 2 items" });
        const save = async (): Promise<Map<string, Buffer>> => {
          const saving = page.waitForEvent("download");
          await dialog.getByRole("button", { name: "Download", exact: true }).click();
          await toolbar(page).waitFor({ state: "detached" });
          return filesOf(await saving);
        };

        await choose();
        await expectAccessible(page);
        await page.keyboard.press("Escape");
        await dialog.waitFor({ state: "detached" });
        await toolbar(page).getByText("2 items chosen").waitFor();
        await page.keyboard.press("Escape");
        await toolbar(page).waitFor({ state: "detached" });

        await choose();
        const without = await save();
        expect([...without.keys()]).to.have.members(["harbour.jpg", "tower.jpg"]);
        expect(without.get("harbour.jpg")?.includes(latitude)).to.equal(false);

        await choose();
        await dialog.getByLabel("Leave in where they were taken").check();
        expect((await save()).get("harbour.jpg")?.equals(harbour)).to.equal(true);

        await tile(page, "harbour.jpg").click();
        const saving = page.waitForEvent("download");
        await viewer(page).getByRole("link", { name: "Download the original" }).click();
        const original = await saving;
        expect(original.suggestedFilename()).to.equal("harbour.jpg");
        expect((await readFile(await original.path())).equals(harbour)).to.equal(true);
      });
    });
  }
});
