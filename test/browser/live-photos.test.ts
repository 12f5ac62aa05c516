import { expect } from "chai";
import { makePhoto } from "../support/files.ts";
import { asLiveStill, makeLiveVideo } from "../support/live-photo.ts";
import { expectAccessible, tile, viewer } from "../support/pages.ts";
import { describeInBrowser, desktop, phone } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

describeInBrowser("live photos", (site) => {
  const named = { capturedAt: "2026-05-01T12:00:00Z" };
  const marked = { capturedAt: "2026-05-02T12:00:00Z", contentId: "0A1B2C3D-0000-4000-8000-00000000BEEF" };

  before(async () => {
    const jpeg = await makePhoto({ seed: 7, width: 800, height: 600 });
    const other = await makePhoto({ seed: 8, width: 800, height: 600 });
    // One comes with its photo first, the other with its video.
    const [photo, movie] = [await site().upload("IMG_1.jpg", asLiveStill(jpeg, named)), undefined];
    await site().ready(photo);
    const [video, later] = await Promise.all([
      site().upload("IMG_1.mov", await makeLiveVideo(named)),
      movie ?? site().upload("clip-of-it.mov", await makeLiveVideo(marked)),
    ]);
    await Promise.all([site().ready(video), site().ready(later)]);
    await site().ready(await site().upload("still.jpg", asLiveStill(other, marked)));
  });

  it("are one item each, which plays when it is pointed at and by keyboard", async () => {
    await site().visit("/", { viewport: desktop }, async (page) => {
      await tile(page, "still.jpg", "ready").waitFor();
      await tile(page, "IMG_1.jpg", "ready").waitFor();
      expect(await page.locator("a[data-media-id]").count()).to.equal(2);
      expect(await tile(page, "still.jpg").getAttribute("aria-label")).to.match(/^Live photo still\.jpg/);
      await expectAccessible(page);

      await tile(page, "still.jpg").click();
      const button = viewer(page).getByRole("button", { name: "Play the live photo" });
      const video = viewer(page).locator("hls-video");
      const playing = () => video.evaluateAll(([element]) => (element as HTMLVideoElement | undefined)?.currentTime ?? 0);
      await button.hover();
      await waitFor("the live photo to play", async () => (await playing()) > 0.2);
      await expectAccessible(page);
      await page.mouse.move(600, 300);
      await video.waitFor({ state: "detached" });
      await page.keyboard.press("l");
      await waitFor("the live photo to play", async () => (await playing()) > 0.2);
      // To its end, which shows the photo again.
      await video.waitFor({ state: "detached" });

      const download = page.waitForEvent("download");
      await viewer(page).getByRole("button", { name: "Download the photo and its video" }).click();
      expect((await download).suggestedFilename()).to.equal("mediashare.zip");
    });
  });

  it("play while they are held, and go to the trash as one, on a phone", async () => {
    await site().visit("/", { viewport: phone, hasTouch: true, colorScheme: "dark" }, async (page) => {
      await tile(page, "IMG_1.jpg", "ready").tap();
      const button = viewer(page).getByRole("button", { name: "Play the live photo" });
      await button.dispatchEvent("pointerdown", { pointerType: "touch", bubbles: true });
      await viewer(page).locator("hls-video").waitFor();
      await expectAccessible(page);
      await button.dispatchEvent("pointerup", { pointerType: "touch", bubbles: true });
      await viewer(page).locator("hls-video").waitFor({ state: "detached" });
      await viewer(page).getByRole("button", { name: "Delete" }).tap();
      await waitFor("both to be in the trash", async () => (await site().deployment.db("media").whereNotNull("trashed_at")).length === 2);
    });
  });
});
