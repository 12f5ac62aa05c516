import { makePhoto, planPhotos } from "@mediashare/local";
import { expect } from "chai";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { expectAccessible, tile, viewer } from "../support/pages.ts";
import { describeInBrowser, desktop, phone } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

describeInBrowser("duplicates", (site) => {
  const group = (page: Page) => page.getByRole("region", { name: /^Group/ });

  before(async () => {
    const [harbour, tower] = planPhotos(2, new Date("2026-01-01"));
    const original = sharp(await makePhoto(harbour as NonNullable<typeof harbour>)).resize({ width: 1_600 });
    const files = {
      "harbour.jpg": await original.clone().jpeg({ quality: 90 }).toBuffer(),
      "harbour-small.jpg": await original.clone().resize({ width: 800 }).jpeg({ quality: 60 }).toBuffer(),
      "harbour-bright.webp": await original.clone().linear(1.05, 2).resize({ width: 1_200 }).webp().toBuffer(),
      "tower.jpg": Buffer.from(await makePhoto(tower as NonNullable<typeof tower>)),
    };
    const ids = await Promise.all(Object.entries(files).map(([name, content]) => site().upload(name, new Uint8Array(content))));
    for (const id of ids) await site().ready(id);
  });

  it("are compared, and the worse ones moved to the trash, by keyboard; and taken back", async () => {
    await site().visit("/duplicates", { viewport: desktop }, async (page) => {
      await group(page).waitFor();
      expect(await group(page).count()).to.equal(1);
      expect(await group(page).getByRole("checkbox").count()).to.equal(3);
      expect(await group(page).getByRole("checkbox", { name: "Keep harbour.jpg" }).isChecked()).to.equal(true);
      await expectAccessible(page);

      await group(page).getByRole("button", { name: "Look at harbour-small.jpg" }).press("Enter");
      await viewer(page).locator('img[alt*="harbour-small.jpg"]').first().waitFor();
      await page.keyboard.press("Escape");
      await viewer(page).waitFor({ state: "detached" });

      await group(page).getByRole("checkbox", { name: "Keep harbour-bright.webp" }).press("Space");
      await group(page).getByRole("button", { name: "Move 1 item to the trash" }).press("Enter");
      await waitFor("the group of two", async () => (await group(page).getByRole("checkbox").count()) === 2);
      await page.getByRole("button", { name: "Undo" }).click();
      await waitFor("the group of three", async () => (await group(page).getByRole("checkbox").count()) === 3);
      await page.getByRole("button", { name: "Keep the best of each, move 2 items to the trash" }).click();
      await page.getByText("Nothing looks alike").waitFor();
      await page.getByRole("link", { name: "Photos", exact: true }).click();
      await tile(page, "harbour.jpg").waitFor();
      expect(await tile(page, "harbour-small.jpg").count()).to.equal(0);
      await page.getByRole("link", { name: "Trash" }).click();
      await tile(page, "harbour-small.jpg").waitFor();
      await tile(page, "harbour-bright.webp").waitFor();
    });
  });

  it("are kept for good where their owner says so, on a phone", async () => {
    await site().deployment.db("media").update({ trashed_at: null });
    await site().visit("/duplicates", { viewport: phone, hasTouch: true, colorScheme: "dark" }, async (page) => {
      await group(page).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(phone.width);
      await expectAccessible(page);
      await group(page).getByRole("button", { name: "Keep all" }).tap();
      await page.getByText("Nothing looks alike").waitFor();
      await page.reload();
      await page.getByText("Nothing looks alike").waitFor();
    });
  });
});
