import { expect } from "chai";
import { makeClip, makePhoto } from "../support/files.ts";
import { asPicked, dropFiles, expectAccessible, filePicker, tile, uploadRow, videoState, viewer } from "../support/pages.ts";
import { describeInBrowser, desktop, phone } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

describeInBrowser("the library", (site) => {
  it("receives what is dropped, shows it being processed, and then the photos and the video", async () => {
    const files = [
      asPicked("harbour.jpg", await makePhoto({ seed: 1, width: 1600, height: 1200 })),
      asPicked("tower.jpg", await makePhoto({ seed: 2, width: 1200, height: 1600 })),
      asPicked("waves.mp4", await makeClip({ seconds: 6, width: 640, height: 360, seed: 3 })),
    ];
    await site().visit("/", { viewport: desktop }, async (page) => {
      await page.getByText("Your library is empty").waitFor();
      await expectAccessible(page);
      await dropFiles(page, files);
      await page.getByRole("region", { name: "Uploads" }).waitFor();
      for (const { name } of files) await uploadRow(page, name, "done").waitFor();
      // No reload: the server's events bring every change.
      for (const { name } of files) await tile(page, name, "ready").waitFor({ timeout: 60_000 });
      await waitFor("the pictures of the tiles", () =>
        page
          .locator("a[data-media-id] img")
          .evaluateAll((images) => images.length === 3 && images.every((image) => (image as HTMLImageElement).naturalWidth > 0)),
      );
      await expectAccessible(page);

      await page.getByRole("button", { name: "Clear finished" }).click();
      await page.getByRole("region", { name: "Uploads" }).waitFor({ state: "detached" });
      await tile(page, "harbour.jpg").focus();
      await page.keyboard.press("Enter");
      const photo = viewer(page).locator('img[alt*="harbour.jpg"]');
      await photo.waitFor();
      await waitFor("the photo in the viewer", () => photo.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0));
      const source = await photo.evaluate((image) => (image as HTMLImageElement).currentSrc);
      expect(source.startsWith(`${site().deliveryUrl}/media/`), source).to.equal(true);
      expect(new URL(source).searchParams.get("Signature")).to.match(/\S/);
      const unsigned = await fetch(source.split("?")[0] as string);
      expect(unsigned.status).to.equal(403);
      await expectAccessible(page);

      await page.keyboard.press("i");
      await viewer(page).getByText("1600 × 1200").waitFor();
      await expectAccessible(page);
      await page.keyboard.press("i");
      await page.keyboard.press("Escape");
      await viewer(page).waitFor({ state: "detached" });
      expect(new URL(page.url()).pathname).to.equal("/");
      expect(await tile(page, "harbour.jpg").evaluate((link) => link === document.activeElement)).to.equal(true);

      await tile(page, "waves.mp4").click();
      await viewer(page).getByRole("button", { name: "Play" }).click();
      await waitFor("the video to play", async () => (await videoState(page)).currentTime > 1, {
        detail: () => videoState(page),
        timeoutMs: 20_000,
      });
      expect((await videoState(page)).error).to.equal(undefined);
    });
  });

  it("works on a phone, in dark, by touch", async () => {
    await site().visit("/", { viewport: phone, hasTouch: true, colorScheme: "dark" }, async (page) => {
      await filePicker(page).setInputFiles([asPicked("pocket.jpg", await makePhoto({ seed: 4, width: 900, height: 1200 }))]);
      await uploadRow(page, "pocket.jpg", "done").waitFor();
      await tile(page, "pocket.jpg", "ready").waitFor();
      const [background, text] = await page.evaluate(() => [
        getComputedStyle(document.body).backgroundColor,
        getComputedStyle(document.body).color,
      ]);
      expect(brightness(background as string)).to.be.below(60);
      expect(brightness(text as string)).to.be.above(180);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(phone.width);
      await expectAccessible(page);
      await page.getByRole("button", { name: "Clear finished" }).tap();
      await tile(page, "pocket.jpg").tap();
      const photo = viewer(page).locator('img[alt*="pocket.jpg"]');
      await waitFor("the photo in the viewer", () => photo.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0));
      await expectAccessible(page);
      const buttons = await viewer(page).getByRole("button").all();
      for (const button of buttons) {
        const box = await button.boundingBox();
        if (box) expect(box.x + box.width, await button.innerHTML()).to.be.at.most(phone.width);
      }
      await viewer(page).getByRole("button", { name: "Close" }).tap();
      await viewer(page).waitFor({ state: "detached" });
    });
  });

  it("opens a media's own address, and goes on from there by keyboard", async () => {
    const first = await site().upload("older.jpg", await makePhoto({ seed: 5 }));
    await site().ready(first);
    const second = await site().upload("newer.jpg", await makePhoto({ seed: 6 }));
    await site().ready(second);
    await site().visit(`/m/${second}`, {}, async (page) => {
      await viewer(page).locator('img[alt*="newer.jpg"]').waitFor();
      expect(await page.title()).to.equal("newer.jpg · Mediashare");
      await page.keyboard.press("ArrowRight");
      await page.waitForURL(`**/m/${first}`);
      await viewer(page).locator('img[alt*="older.jpg"]').waitFor();
      await page.reload();
      await viewer(page).locator('img[alt*="older.jpg"]').waitFor();
      await page.keyboard.press("Escape");
      await tile(page, "newer.jpg").waitFor();
    });
  });

  it("says that an unknown media is not here", async () => {
    const unknown = "0193a000-0000-7000-8000-000000000000";
    await site().visit(`/m/${unknown}`, { expected: /404.*v1\/media\/0193a000/ }, async (page) => {
      await viewer(page).getByText("This item is not here").waitFor();
      await expectAccessible(page);
      await viewer(page).getByRole("button", { name: "To the timeline" }).click();
      await viewer(page).waitFor({ state: "detached" });
      expect(new URL(page.url()).pathname).to.equal("/");
    });
  });

  it("moves a photo from the viewer to the trash, in every window", async () => {
    const id = await site().upload("unwanted.jpg", await makePhoto({ seed: 7 }));
    await site().ready(id);
    await site().visit("/", {}, async (other) => {
      await tile(other, "unwanted.jpg").waitFor();
      await site().visit(`/m/${id}`, { expected: new RegExp(`404.*${id}`) }, async (page) => {
        await viewer(page).locator('img[alt*="unwanted.jpg"]').waitFor();
        await page.keyboard.press("Delete");
        await page.getByText("unwanted.jpg moved to the trash.").first().waitFor();
        await tile(page, "unwanted.jpg").waitFor({ state: "detached" });
      });
      await tile(other, "unwanted.jpg").waitFor({ state: "detached" });
    });
    const row = await site().deployment.db("media").where({ id }).first("state", "trashed_at");
    expect(row?.state).to.equal("ready");
    expect(row?.trashed_at).to.be.instanceOf(Date);
  });
});

/** 0 to 255. */
function brightness(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return (red + green + blue) / 3;
}
