import { createSession } from "@mediashare/core";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { insertAccount } from "../support/accounts.ts";
import { makePhoto } from "../support/files.ts";
import { asOwner } from "../support/owner.ts";
import { expectAccessible, viewer } from "../support/pages.ts";
import { describeInBrowser, desktop, phone } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

const sizes = [
  ["desktop", { viewport: desktop }],
  ["phone", { viewport: phone, hasTouch: true, colorScheme: "dark" }],
] as const;

describeInBrowser("albums", (site) => {
  const photos = async (...seeds: number[]): Promise<string[]> => {
    const ids: string[] = [];
    for (const seed of seeds) ids.push(await site().upload(`p${seed}.jpg`, await makePhoto({ seed, width: 900 - seed, height: 600 })));
    for (const id of ids) await site().ready(id);
    return ids;
  };
  const makeAlbum = async (title: string, mediaIds: readonly string[]): Promise<string> => {
    const response = await fetch(`${site().url}/v1/albums`, {
      method: "POST",
      headers: { ...asOwner, "Content-Type": "application/json" },
      body: JSON.stringify({ title, mediaIds }),
    });
    return ((await response.json()) as { id: string }).id;
  };
  const order = async (albumId: string): Promise<(string | null)[]> =>
    (await site().deployment.db("album_item").where({ album_id: albumId }).orderBy("order_key")).map(
      ({ media_id, text }) => media_id ?? text,
    );
  const fitsWidth = async (page: Page): Promise<void> => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(page.viewportSize()?.width ?? 0);
  };

  for (const [name, options] of sizes) {
    it(`begin with a name, and take a photo from the viewer, on a ${name}`, async () => {
      const [id] = (await photos(name === "phone" ? 21 : 20)) as [string];
      await site().visit("/albums", options, async (page) => {
        await page.getByRole("button", { name: "New album" }).click();
        await expectAccessible(page);
        await page.getByLabel("Title").fill(`Summer on a ${name}`);
        await page.getByRole("dialog").getByRole("button", { name: "New album" }).click();
        await page.getByRole("heading", { name: `Summer on a ${name}` }).waitFor();
        await page.getByText("This album is empty").waitFor();
        await expectAccessible(page);

        await page.goto(`${site().url}/m/${id}`);
        await viewer(page).getByRole("button", { name: "More" }).click();
        await viewer(page).getByRole("menuitem", { name: "Add to album" }).click();
        await expectAccessible(page);
        await page
          .getByRole("dialog", { name: "Add 1 item" })
          .getByRole("button", { name: `Summer on a ${name}` })
          .click();
        await page.getByRole("button", { name: "Open album" }).click();
        await page.getByRole("heading", { name: `Summer on a ${name}` }).waitFor();
        await page.getByRole("button", { name: "Photo 1 of 1" }).click();
        await viewer(page).locator("img.yarl__slide_image").waitFor();
        await expectAccessible(page);
        await page.keyboard.press("Escape");
        await viewer(page).waitFor({ state: "detached" });
        await fitsWidth(page);
      });
    });
  }

  it("take what is chosen in the library, also into a new one", async () => {
    const ids = await photos(70, 71);
    await site().visit("/", {}, async (page) => {
      for (const seed of [70, 71]) await page.getByRole("button", { name: `Choose p${seed}.jpg` }).click();
      await page.getByRole("toolbar", { name: "Chosen items" }).getByRole("button", { name: "Add to album" }).click();
      const dialog = page.getByRole("dialog", { name: "Add 2 items to an album" });
      await dialog.getByRole("textbox").fill("Chosen ones");
      await expectAccessible(page);
      await dialog.getByRole("button", { name: "Create and add" }).click();
      await page.getByRole("button", { name: "Open album" }).click();
      await page.getByRole("heading", { name: "Chosen ones" }).waitFor();
      await page.getByRole("button", { name: "Photo 2 of 2" }).waitFor();
    });
    const album = await site().deployment.db("album").where({ title: "Chosen ones" }).first();
    expect(await order(album?.id as string)).to.have.members(ids);
  });

  it("are put in order by keys and by dragging, with sections between", async () => {
    const ids = await photos(30, 31, 32);
    const albumId = await makeAlbum("In order", ids);
    await site().visit(`/albums/${albumId}`, {}, async (page) => {
      await page.getByRole("button", { name: "Arrange" }).click();
      await expectAccessible(page);
      await page.getByRole("button", { name: "Move photo, place 1 of 3" }).focus();
      await page.keyboard.press("ArrowRight");
      await waitFor("the new order", async () => (await order(albumId)).join() === [ids[1], ids[0], ids[2]].join());
      expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).to.equal("Move photo, place 2 of 3");
      await page.keyboard.press("End");
      await waitFor("the new order", async () => (await order(albumId)).join() === [ids[1], ids[2], ids[0]].join());

      const tiles = page.locator("[data-arrange-id]");
      const [from, to] = [await tiles.nth(2).boundingBox(), await tiles.nth(0).boundingBox()];
      if (!from || !to) throw new Error("The tiles have no place.");
      await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
      await page.mouse.down();
      await page.mouse.move(to.x + 60, to.y + to.height / 2, { steps: 5 });
      await page.mouse.move(to.x + 15, to.y + to.height / 2, { steps: 5 });
      await page.locator('[data-drop="before"]').waitFor();
      await page.mouse.up();
      await waitFor("the order after the drag", async () => (await order(albumId)).join() === [ids[0], ids[1], ids[2]].join(), {
        detail: () => order(albumId),
      });

      await page.getByRole("button", { name: "Actions for photo" }).nth(1).click();
      await page.getByRole("menuitem", { name: "Put a section before it" }).click();
      await page.getByLabel("Heading").fill("Day two <b>& more</b>");
      await page.getByRole("button", { name: "Save" }).click();
      await waitFor("the section", async () => (await order(albumId)).join() === [ids[0], "Day two <b>& more</b>", ids[1], ids[2]].join());
      await page.getByRole("button", { name: "Actions for photo" }).nth(2).click();
      await page.getByRole("menuitem", { name: "Use as cover" }).click();
      await page.locator(".arrange-cover").waitFor();
      await expectAccessible(page);
      await page.getByRole("button", { name: "Done" }).click();
      await page.getByRole("heading", { name: "Day two <b>& more</b>" }).waitFor();
      await expectAccessible(page);
    });
  });

  it("are shared with people, who like and comment, and go when they leave", async () => {
    const albumId = await makeAlbum("With friends", await photos(40, 41));
    const { db } = site().deployment;
    const friend = await insertAccount(db, { name: "Fred Friend" });
    await site().visit(`/albums/${albumId}`, {}, async (page) => {
      await page.getByRole("button", { name: "More" }).first().click();
      await page.getByRole("menuitem", { name: "People" }).click();
      const dialog = page.getByRole("dialog", { name: "People in this album" });
      await dialog.getByLabel("E-mail address").fill(friend.email as string);
      await dialog.getByLabel("May", { exact: true }).selectOption("Look and add");
      await dialog.getByRole("button", { name: "Let in" }).click();
      await dialog.getByText("Fred Friend").waitFor();
      await expectAccessible(page);
    });
    const session = await createSession(db, { accountId: friend.id, userAgent: "Tests" });
    await site().visit("/sharing", { session, viewport: phone, hasTouch: true }, async (page) => {
      await page.getByRole("link", { name: "With friends, 2 items" }).tap();
      await page.getByRole("heading", { name: "With friends" }).waitFor();
      expect(await page.getByRole("button", { name: "Arrange" }).count()).to.equal(0);
      await page.getByRole("button", { name: "Like this album, 0 likes" }).tap();
      await page.getByRole("button", { name: "Take back your like of this album, 1 like" }).waitFor();
      await page.getByRole("button", { name: /^Photo 1 of 2/ }).tap();
      await viewer(page).getByRole("button", { name: "Comments on this item" }).tap();
      await page.getByLabel("Write a comment").fill("What a day");
      await page.getByRole("button", { name: "Send" }).tap();
      await page.getByText("What a day").waitFor();
      await expectAccessible(page);
      await viewer(page).getByRole("button", { name: "Close", exact: true }).last().tap();
      await fitsWidth(page);
    });
    await site().visit(`/albums/${albumId}`, {}, async (page) => {
      await page.getByRole("button", { name: "Comments and activity" }).click();
      await page.getByText("What a day").waitFor();
      await expectAccessible(page);
      await page.getByRole("radio", { name: "Activity" }).check();
      await page.getByText("Fred Friend commented").waitFor();
      await page.getByText("Fred Friend joined").waitFor();
      await expectAccessible(page);
    });
    await site().visit(`/albums/${albumId}`, { session }, async (page) => {
      await page.getByRole("button", { name: "More" }).first().click();
      await page.getByRole("menuitem", { name: "Leave album" }).click();
      await page.getByRole("alertdialog").getByRole("button", { name: "Leave album" }).click();
      await page.getByRole("heading", { name: "Albums", exact: true }).waitFor();
      await page.getByText("No albums yet").waitFor();
    });
    expect(await db("album_member").where({ album_id: albumId })).to.deep.equal([]);
  });

  it("say that what is not here is not here", async () => {
    const unknown = "0193a000-0000-7000-8000-000000000000";
    await site().visit(`/albums/${unknown}`, { expected: /404/ }, async (page) => {
      await page.getByText("This album is not here").waitFor();
      await expectAccessible(page);
    });
  });
});
