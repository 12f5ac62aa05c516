import { expect } from "chai";
import type { Page } from "playwright-core";
import { makeClip } from "../support/files.ts";
import { expectAccessible, tile, videoState, viewer } from "../support/pages.ts";
import { describeInBrowser, phone } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

describeInBrowser("a video", (site) => {
  let id = "";
  before(async () => {
    id = await site().upload("river.mp4", await makeClip({ seconds: 13, width: 1280, height: 720, seed: 30 }));
    await site().ready(id);
  });

  it("plays, and seeks", async () => {
    await site().visit(`/m/${id}`, {}, async (page) => {
      await play(page);
      const { width, height, duration, error } = await videoState(page);
      expect(width).to.be.above(0);
      expect(width / height).to.be.closeTo(16 / 9, 0.02);
      expect(duration).to.be.closeTo(13, 0.2);
      expect(error).to.equal(undefined);
      await page.getByRole("slider", { name: "Seek" }).focus();
      await page.locator("hls-video").evaluate((video) => {
        (video as HTMLVideoElement).currentTime = 9;
      });
      await advancesPast(page, 9.5);
      await page.keyboard.press("Escape");
      await viewer(page).waitFor({ state: "detached" });
    });
  });

  it("has a menu of qualities that sets what is played", async () => {
    await site().visit(`/m/${id}`, {}, async (page) => {
      await play(page);
      await page.getByRole("button", { name: "Quality" }).click();
      const choices = page.getByRole("menuitemradio");
      const names = (await choices.allTextContents()).map((text) => text.trim());
      expect(
        names.some((name) => name.startsWith("720p")),
        String(names),
      ).to.equal(true);
      const lowest = names
        .map((name) => Number.parseInt(name, 10))
        .filter((rung) => rung > 0)
        .sort((a, b) => a - b)[0] as number;
      expect(lowest).to.be.below(720);
      await choices.filter({ hasText: `${lowest}p` }).click();
      await page.locator("hls-video").evaluate((video) => {
        (video as HTMLVideoElement).currentTime = 5;
      });
      await waitFor(`${lowest} lines`, async () => (await videoState(page)).height === lowest, {
        timeoutMs: 20_000,
        detail: () => videoState(page),
      });
      await advancesPast(page, 5.2);
    });
  });

  it("has pictures for scrubbing, and a player that axe is content with", async () => {
    await site().visit(`/m/${id}`, {}, async (page) => {
      await play(page);
      await waitFor("the track of previews", () =>
        page
          .locator("hls-video")
          .evaluate((video) =>
            [...(video as HTMLVideoElement).textTracks].some((track) => track.label === "thumbnails" && (track.cues?.length ?? 0) > 1),
          ),
      );
      const sheet = page.waitForResponse((response) => /storyboard.*\.jpg/.test(response.url()));
      const bar = await page.locator("media-time-range").boundingBox();
      if (!bar) throw new Error("The time range has no box.");
      await page.mouse.move(bar.x + bar.width / 3, bar.y + bar.height / 2);
      await page.mouse.move(bar.x + bar.width / 2, bar.y + bar.height / 2);
      expect((await sheet).status()).to.be.oneOf([200, 206]);
      await viewer(page).getByRole("button", { name: "Pause" }).click();
      await expectAccessible(page);
    });
  });

  it("plays on a phone", async () => {
    await site().visit("/", { viewport: phone, hasTouch: true }, async (page) => {
      await tile(page, "river.mp4").tap();
      await play(page);
      const box = await page.locator("media-control-bar").boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= phone.width).to.equal(true);
      await expectAccessible(page);
    });
  });

  it("plays while it is still being made, and goes on when a worker takes the rest over", async function () {
    this.timeout(180_000);
    const { db, start } = site().deployment;
    const long = await site().upload("long.mp4", await makeClip({ seconds: 28, width: 854, height: 480, seed: 31 }));
    await site().visit("/", {}, async (page) => {
      const look = () => db("media").where({ id: long }).first("state", "playable", "progress");
      await waitFor("the first segments", async () => (await look())?.playable === true, {
        timeoutMs: 60_000,
        intervalMs: 20,
        detail: look,
      });
      // The rest waits for another worker: what there is must be enough to watch.
      site().worker.kill("SIGKILL");
      await site().worker.exited;
      expect((await look())?.state).to.equal("processing");
      await tile(page, "long.mp4").click();
      await viewer(page)
        .getByText(/Still being made: \d+%/)
        .waitFor();
      await play(page);
      const partly = (await videoState(page)).duration;
      expect(partly).to.be.below(27);
      await start("worker");
      await site().ready(long);
      await viewer(page)
        .getByText(/Still being made/)
        .waitFor({ state: "detached" });
      await waitFor("the whole length", async () => (await videoState(page)).duration > 27.5, {
        timeoutMs: 20_000,
        detail: () => videoState(page),
      });
      await page.locator("hls-video").evaluate((video) => {
        (video as HTMLVideoElement).currentTime = 24;
      });
      await advancesPast(page, 24.5);
      expect((await videoState(page)).error).to.equal(undefined);
    });
  });
});

async function play(page: Page): Promise<void> {
  await viewer(page).getByRole("button", { name: "Play" }).click();
  await advancesPast(page, 0.5);
}

const advancesPast = (page: Page, seconds: number): Promise<void> =>
  waitFor(
    `the picture after ${seconds} s`,
    async () => {
      const { currentTime, width, paused } = await videoState(page);
      return currentTime > seconds && width > 0 && !paused;
    },
    { timeoutMs: 20_000, detail: () => videoState(page) },
  );
