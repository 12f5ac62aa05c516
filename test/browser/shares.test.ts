import { readFile } from "node:fs/promises";
import { expect } from "chai";
import type { Download, Page } from "playwright-core";
import { makeClip, makePhoto } from "../support/files.ts";
import { asOwner } from "../support/owner.ts";
import { asPicked, expectAccessible, uploadRow, videoState, viewer } from "../support/pages.ts";
import { makeLink } from "../support/share-links.ts";
import { describeInBrowser, desktop, phone } from "../support/site.ts";
import { largePhoto, sentAtLeast, slowDown } from "../support/slow-uploads.ts";
import { unzip } from "../support/unzip.ts";
import { waitFor } from "../support/wait-for.ts";

describeInBrowser("share links on the site", (site) => {
  const nobody = { session: null } as const;
  let albumId: string;

  before(async () => {
    const clip = await makeClip({ seconds: 6, width: 640, height: 360, seed: 53 });
    const ids = [
      await site().upload("harbour.jpg", await makePhoto({ seed: 51, width: 1600, height: 1200 })),
      await site().upload("tower.jpg", await makePhoto({ seed: 52, width: 1200, height: 1600 })),
      await site().upload("waves.mp4", clip),
    ];
    for (const id of ids) await site().ready(id);
    const response = await fetch(`${site().url}/v1/albums`, {
      method: "POST",
      headers: { ...asOwner, "Content-Type": "application/json" },
      body: JSON.stringify({ title: "By the sea", description: "Three days in June", mediaIds: ids }),
    });
    albumId = ((await response.json()) as { id: string }).id;
  });

  const link = (options: object = {}) => makeLink(site().url, asOwner, { albumId, ...options });
  const namesIn = async (download: Download): Promise<string[]> => {
    const content = await readFile(await download.path());
    return [...(await unzip(new Response(content))).keys()];
  };
  const pathOf = ({ url }: { url: string }): string => new URL(url).pathname;
  const pictures = (page: Page) =>
    waitFor("the pictures", () =>
      page
        .locator(".shown-tile img")
        .evaluateAll((images) => images.length === 3 && images.every((image) => (image as HTMLImageElement).naturalWidth > 0)),
    );

  for (const [name, options] of [
    ["desktop", { viewport: desktop }],
    ["phone", { viewport: phone, hasTouch: true, colorScheme: "dark" }],
  ] as const) {
    it(`show an album to somebody without an account, on a ${name}`, async () => {
      const shared = await link({ allowsDownload: true });
      await site().visit(pathOf(shared), { ...nobody, ...options }, async (page) => {
        await page.getByRole("heading", { name: "By the sea" }).waitFor();
        await pictures(page);
        expect(await page.title()).to.equal("By the sea · Mediashare");
        await expectAccessible(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(options.viewport.width);
        expect(await page.content()).not.to.match(/harbour|tower\.jpg|waves/);

        const zipped = page.waitForEvent("download");
        await page.getByRole("button", { name: "Download all" }).click();
        expect((await zipped).suggestedFilename()).to.equal("shared.zip");
        expect(await namesIn(await zipped)).to.deep.equal(["photo-0001.jpg", "photo-0002.jpg", "video-0003.mp4"]);

        await page.getByRole("button", { name: "Choose" }).focus();
        await page.keyboard.press("Enter");
        await page.getByRole("button", { name: "Video 3" }).focus();
        await page.keyboard.press(" ");
        await page.getByRole("button", { name: "Photo 1", exact: true }).click();
        await page.getByRole("status").filter({ hasText: "2 items chosen" }).waitFor();
        await expectAccessible(page);
        await page.getByRole("button", { name: "Photo 1", exact: true }).click();
        const some = page.waitForEvent("download");
        await page.getByRole("toolbar").getByRole("button", { name: "Download" }).click();
        expect(await namesIn(await some)).to.deep.equal(["video-0001.mp4"]);
        await page.getByRole("toolbar").waitFor({ state: "detached" });
        await page.getByRole("button", { name: "Choose" }).click();
        await page.keyboard.press("Escape");
        await page.getByRole("toolbar").waitFor({ state: "detached" });

        await page.getByRole("button", { name: "Photo 1", exact: true }).focus();
        await page.keyboard.press("Enter");
        await waitFor("the photo", () =>
          viewer(page)
            .locator("img.yarl__slide_image")
            .first()
            .evaluate((image) => (image as HTMLImageElement).naturalWidth > 0),
        );
        expect(await viewer(page).getByRole("button", { name: "Delete" }).count()).to.equal(0);
        await expectAccessible(page);
        const downloading = page.waitForEvent("download");
        await viewer(page).getByRole("link", { name: "Download" }).click();
        expect((await downloading).suggestedFilename()).to.match(/^photo-[0-9a-f]{8}\.jpg$/);
        await page.keyboard.press("Escape");
        await viewer(page).waitFor({ state: "detached" });

        await page.getByRole("button", { name: "Video 3" }).click();
        await viewer(page).getByRole("button", { name: "Play" }).click();
        await waitFor("the video to play", async () => (await videoState(page)).currentTime > 1, {
          detail: () => videoState(page),
          timeoutMs: 20_000,
        });
      });
      const row = await site().deployment.db("share_link").where({ id: shared.id }).first();
      expect(row?.view_count).to.equal(1);
    });
  }

  it("show captions where the link does, and name pictures by them", async () => {
    const caption = 'Boats <b>at</b> "dawn"';
    const { db } = site().deployment;
    await db("media").where({ file_name: "harbour.jpg" }).update({ caption });
    await db("media").where({ file_name: "waves.mp4" }).update({ caption: "Waves" });
    try {
      await site().visit(pathOf(await link()), { ...nobody, viewport: desktop }, async (page) => {
        await pictures(page);
        expect(await page.content()).not.to.include("Boats");
      });
      for (const options of [{ viewport: desktop }, { viewport: phone, hasTouch: true, colorScheme: "dark" }] as const) {
        await site().visit(pathOf(await link({ showsCaptions: true })), { ...nobody, ...options }, async (page) => {
          await pictures(page);
          await page.getByRole("button", { name: `Photo 1: ${caption}` }).click();
          await viewer(page).getByText(caption).waitFor();
          await viewer(page).locator('img[alt*="Boats"]').first().waitFor();
          await expectAccessible(page);
          await page.keyboard.press("Escape");
          await viewer(page).waitFor({ state: "detached" });
          await page.getByRole("button", { name: "Video 3: Waves" }).click();
          await viewer(page).getByText("Waves").waitFor();
          await viewer(page).getByRole("button", { name: "Play" }).click();
          await waitFor("the video to play", async () => (await videoState(page)).currentTime > 0.2, { timeoutMs: 20_000 });
        });
      }
      await site().visit(`/albums/${albumId}`, {}, async (page) => {
        await page.getByRole("button", { name: /^Photo 1 .*Boats/ }).click();
        await viewer(page).getByText(caption).waitFor();
      });
    } finally {
      await db("media").update({ caption: "" });
    }
  });

  it("offer no downloads where the link does not allow them", async () => {
    await site().visit(pathOf(await link()), { ...nobody, viewport: phone }, async (page) => {
      await pictures(page);
      for (const name of ["Download all", "Choose"]) expect(await page.getByRole("button", { name }).count()).to.equal(0);
    });
  });

  it("are made, copied and revoked in the album", async () => {
    let address = "";
    await site().visit(`/albums/${albumId}`, {}, async (page) => {
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: site().url });
      await page.getByRole("button", { name: "Share", exact: true }).click();
      const dialog = page.getByRole("dialog", { name: "Share by a link" });
      await dialog.getByRole("button", { name: /^Make/ }).waitFor();
      const another = dialog.getByRole("button", { name: "Make another link" });
      if (await another.isVisible()) await another.click();
      await dialog.getByLabel("Password").fill("sesame");
      await dialog.getByLabel("Ends").selectOption("in 7 days");
      await dialog.getByLabel("Originals can be downloaded").check();
      await dialog.getByLabel("Show the captions that you wrote").check();
      await dialog.getByLabel("Your own with the place they were taken at").check();
      await expectAccessible(page);
      await dialog.getByRole("button", { name: "Make a link" }).click();
      address = await dialog.getByLabel("Link", { exact: true }).inputValue();
      await dialog.getByRole("button", { name: "Copy" }).click();
      await dialog.getByText("The link was copied.").waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).to.equal(address);
      await expectAccessible(page);
    });
    const { pathname } = new URL(address);
    expect(address).not.to.include("sesame");
    await site().visit(pathname, { ...nobody, expected: /status of (403|410)/ }, async (page) => {
      await page.getByRole("heading", { name: "This link has a password" }).waitFor();
      expect(await page.content()).not.to.include("By the sea");
      await expectAccessible(page);
      await page.getByLabel("Password").fill("mellon");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").filter({ hasText: "not the password" }).waitFor();
      await expectAccessible(page);
      await page.getByLabel("Password").fill("sesame");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "By the sea" }).waitFor();
      expect(page.url()).not.to.include("sesame");
      const views = async () =>
        (await site().deployment.db("share_link").whereNotNull("password_hash").sum<{ sum: number }[]>("view_count"))[0]?.sum;
      await waitFor("the visit to be counted", async () => Number(await views()) === 1);
      await page.reload();
      await page.getByRole("heading", { name: "By the sea" }).waitFor();

      await site().visit("/sharing", {}, async (owner) => {
        const row = owner.locator(".link-row").filter({ hasText: "password" }).first();
        await row.getByText("1 view").waitFor();
        await row.getByText("downloads with places · captions").waitFor();
        await expectAccessible(owner);
        await row.getByRole("button", { name: /^Revoke/ }).click();
        await owner.getByText("The link is revoked.").first().waitFor();
      });
      await page.reload();
      await page.getByRole("heading", { name: "This link was turned off" }).waitFor();
      await expectAccessible(page);
    });
  });

  it("take what visitors add, into the album and the owner's library", async () => {
    const shared = await link({ allowsUpload: true });
    const photo = await makePhoto({ seed: 60, width: 500, height: 400 });
    await site().visit(pathOf(shared), { ...nobody, viewport: phone }, async (page) => {
      await page.getByRole("heading", { name: "Add your photos and videos" }).waitFor();
      await expectAccessible(page);
      await page.getByLabel("Choose photos and videos to add").setInputFiles([asPicked("visitor.jpg", photo)]);
      await page.locator('.share-files li[data-status="done"]').waitFor();
      await page.getByRole("button", { name: "Photo 4", exact: true }).waitFor();
      await expectAccessible(page);
    });
    const item = await site().deployment.db("album_item").where({ share_link_id: shared.id }).first();
    const media = await site()
      .deployment.db("media")
      .where({ id: item?.media_id as string })
      .first();
    const album = await site().deployment.db("album").where({ id: albumId }).first();
    expect(media?.owner_id).to.equal(album?.owner_id);
    await site()
      .deployment.db("album_item")
      .where({ id: item?.id as string })
      .delete();
  });

  it("let what a visitor adds go on after a reload, without being asked for the file again", async () => {
    const shared = await link({ allowsUpload: true });
    const file = await largePhoto(61);
    const offsets: number[] = [];
    await site().visit(pathOf(shared), { ...nobody, viewport: phone, colorScheme: "dark" }, async (page) => {
      await slowDown(page);
      await page.getByLabel("Choose photos and videos to add").setInputFiles([asPicked("by-visitor.jpg", file)]);
      await sentAtLeast(page, "by-visitor.jpg", 300_000);
      await expectAccessible(page);
      await page.reload();
      page.on("request", (request) => {
        const offset = request.headers()["upload-offset"];
        if (request.method() === "PATCH" && offset) offsets.push(Number(offset));
      });
      await uploadRow(page, "by-visitor.jpg", "done").waitFor({ timeout: 60_000 });
    });
    expect(offsets[0]).to.be.above(0);
    const items = await site().deployment.db("album_item").where({ share_link_id: shared.id });
    const [media] = await site().deployment.db("media").where({ file_name: "by-visitor.jpg" });
    expect(items.map(({ media_id }) => media_id)).to.deep.equal([media?.id]);
    expect(Number(media?.size_bytes)).to.equal(file.length);
    await site().deployment.db("album_item").where({ share_link_id: shared.id }).delete();
  });

  it("keep the unfinished uploads of one link from another, and stop them when a visitor says so", async () => {
    const [first, second] = [await link({ allowsUpload: true }), await link({ allowsUpload: true })];
    await site().visit(pathOf(first), { ...nobody }, async (page) => {
      await slowDown(page);
      await page.getByLabel("Choose photos and videos to add").setInputFiles([asPicked("given-up.jpg", await largePhoto(62))]);
      await sentAtLeast(page, "given-up.jpg", 100_000);
      await page.goto(site().url + pathOf(second));
      await page.getByRole("heading", { name: "Add your photos and videos" }).waitFor();
      await page.waitForTimeout(2_000);
      expect(await uploadRow(page, "given-up.jpg").count()).to.equal(0);
      await page.goto(site().url + pathOf(first));
      await uploadRow(page, "given-up.jpg", "uploading").waitFor();
      await page.getByRole("button", { name: "Cancel given-up.jpg" }).click();
      await uploadRow(page, "given-up.jpg").waitFor({ state: "detached" });
      await waitFor("the started upload to be gone", async () => {
        return (await site().deployment.db("media").where({ file_name: "given-up.jpg" }).first("id")) === undefined;
      });
      await page.reload();
      await page.getByRole("heading", { name: "Add your photos and videos" }).waitFor();
      await page.waitForTimeout(2_000);
      expect(await uploadRow(page, "given-up.jpg").count()).to.equal(0);
    });
  });

  it("tell a visitor at once that nothing can be added any more, and leave out what is no photo or video", async () => {
    const shared = await link({ allowsUpload: true });
    await site().visit(pathOf(shared), { ...nobody, expected: /status of 403/ }, async (page) => {
      const picker = page.getByLabel("Choose photos and videos to add");
      await picker.setInputFiles([asPicked("notes.pdf", Buffer.from("%PDF-1.7"), "application/pdf")]);
      await page.locator("summary", { hasText: "1 file was left out" }).waitFor();
      await expectAccessible(page);
    });
    const other = await link({ allowsUpload: true });
    await site().visit(pathOf(other), { ...nobody, expected: /status of 403/ }, async (page) => {
      await page.getByRole("heading", { name: "Add your photos and videos" }).waitFor();
      await site().deployment.db("share_link").where({ id: other.id }).update({ allows_upload: false });
      await page.getByLabel("Choose photos and videos to add").setInputFiles([asPicked("late.jpg", await makePhoto({ seed: 63 }))]);
      await page.getByRole("alert").filter({ hasText: "Adding is turned off for this link." }).waitFor();
      await expectAccessible(page);
    });
  });

  it("say why there is nothing: ended, or unknown", async () => {
    const shared = await link({ expiresAt: new Date(Date.now() + 1_000).toISOString() });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await site().visit(pathOf(shared), { ...nobody, viewport: phone, colorScheme: "dark", expected: /status of 410/ }, async (page) => {
      await page.getByRole("heading", { name: "This link has expired" }).waitFor();
      await expectAccessible(page);
    });
    await site().visit(`/s/${"x".repeat(43)}`, { ...nobody, expected: /status of 404/ }, async (page) => {
      await page.getByRole("heading", { name: "There is nothing at this link" }).waitFor();
      await expectAccessible(page);
    });
  });
});
