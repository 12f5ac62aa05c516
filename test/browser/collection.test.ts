import { localOwnerId } from "@mediashare/contract";
import type { Knex } from "@mediashare/core";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { makePhoto } from "../support/files.ts";
import { expectAccessible, tile, viewer } from "../support/pages.ts";
import { describeInBrowser, phone } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

const link = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name, exact: true }).filter({ visible: true });
const toolbar = (page: Page) => page.getByRole("toolbar", { name: "Chosen items" });

describeInBrowser("a collection", (site) => {
  const add = async (name: string, seed: number): Promise<string> => {
    const id = await site().upload(name, await makePhoto({ seed, width: 640, height: 480 }));
    await site().ready(id);
    return id;
  };
  afterEach(async () => {
    await site().deployment.db("media").delete();
  });

  it("has its favourites on a page of their own", async () => {
    await add("harbour.jpg", 40);
    await add("tower.jpg", 41);
    await site().visit("/", {}, async (page) => {
      await link(page, "Favourites").click();
      await page.getByText("No favourites yet").waitFor();
      await expectAccessible(page);
      await link(page, "Photos").click();
      await tile(page, "harbour.jpg").click();
      await viewer(page).getByRole("button", { name: "Favourite" }).click();
      await viewer(page).getByRole("button", { name: "Favourite", pressed: true }).waitFor();
      await page.keyboard.press("Escape");
      await viewer(page).waitFor({ state: "detached" });
      await link(page, "Favourites").click();
      await tile(page, "harbour.jpg").waitFor();
      expect(await tile(page, "tower.jpg").count()).to.equal(0);
      expect(await page.title()).to.equal("Favourites · Mediashare");
      // The viewer stands over the page that it was opened from.
      await tile(page, "harbour.jpg").click();
      await viewer(page).waitFor();
      await page.goBack();
      await page.waitForURL("**/favourites");
    });
  });

  it("gives back what was deleted, and deletes it for good when told to", async () => {
    const kept = await add("kept.jpg", 42);
    const gone = await add("gone.jpg", 43);
    await site().visit("/", { expected: new RegExp(`404.*${gone}`) }, async (page) => {
      await tile(page, "kept.jpg").hover();
      await page.getByRole("button", { name: "Choose kept.jpg" }).click();
      await toolbar(page).getByText("1 item chosen").waitFor();
      await tile(page, "gone.jpg").click();
      await toolbar(page).getByText("2 items chosen").waitFor();
      await expectAccessible(page);
      await toolbar(page).getByRole("button", { name: "Move to the trash" }).click();
      await page.getByText("Your library is empty").waitFor();
      await link(page, "Trash").click();
      await tile(page, "kept.jpg").waitFor();
      await expectAccessible(page);
      await page.getByRole("button", { name: "Choose kept.jpg" }).click();
      await toolbar(page).getByRole("button", { name: "Restore" }).click();
      await tile(page, "kept.jpg").waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Empty the trash" }).click();
      const question = page.getByRole("alertdialog", { name: "Empty the trash?" });
      await expectAccessible(page);
      await question.getByRole("button", { name: "Empty the trash" }).click();
      await page.getByText("The trash is empty", { exact: true }).waitFor();
      await link(page, "Photos").click();
      await tile(page, "kept.jpg").waitFor();
    });
    expect(await site().deployment.db("media").whereIn("id", [kept, gone]).whereNot({ state: "deleted" })).to.have.length(1);
  });

  it("takes a deletion back at once", async () => {
    await add("slip.jpg", 44);
    await site().visit("/", {}, async (page) => {
      await tile(page, "slip.jpg").focus();
      await page.keyboard.press("Space");
      await toolbar(page).getByRole("button", { name: "Move to the trash" }).click();
      await tile(page, "slip.jpg").waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Undo" }).click();
      await tile(page, "slip.jpg").waitFor();
    });
  });

  it("finds by what its owner wrote, and shows when and where the owner says it was", async () => {
    await add("dsc_1.jpg", 45);
    await add("dsc_2.jpg", 46);
    await site().visit("/", {}, async (page) => {
      await tile(page, "dsc_1.jpg").click();
      await viewer(page).locator('img[alt*="dsc_1.jpg"]').waitFor();
      await page.keyboard.press("i");
      await viewer(page).getByRole("button", { name: "Edit" }).click();
      const form = page.getByRole("dialog", { name: "Edit information" });
      await expectAccessible(page);
      await form.getByLabel("Caption").fill("Evening at the lighthouse");
      await form.getByLabel("As the file says").uncheck();
      await form.getByLabel("Taken on", { exact: true }).last().fill("2019-07-20T21:30:00");
      await form.getByLabel("Time zone there").selectOption("+02:00");
      await form.getByLabel("Place", { exact: true }).selectOption("This place");
      await form.getByLabel("Latitude").fill("91");
      await form.getByLabel("Longitude").fill("8,5");
      await form.getByRole("button", { name: "Save" }).click();
      await form.getByRole("alert").waitFor();
      await form.getByLabel("Latitude").fill("53.9");
      await form.getByRole("button", { name: "Save" }).click();
      await form.waitFor({ state: "detached" });
      await viewer(page)
        .getByText(/20 July 2019.*21:30/)
        .waitFor();
      await viewer(page).getByText("53.90000, 8.50000").waitFor();
      await page.keyboard.press("Escape");
      await page
        .locator(".day-heading")
        .getByText(/20 July 2019/)
        .waitFor();

      await link(page, "Search").click();
      await page.getByText("Search your library").waitFor();
      await page.getByRole("searchbox").fill("LIGHTH");
      await page.keyboard.press("Enter");
      await tile(page, "dsc_1.jpg").waitFor();
      expect(await tile(page, "dsc_2.jpg").count()).to.equal(0);
      await expectAccessible(page);
      await page.getByLabel("Kind").selectOption("Videos");
      await page.getByText("Nothing was found").waitFor();
      expect(new URL(page.url()).search).to.equal("?q=LIGHTH&kind=video");
      await page.reload();
      await page.getByText("Nothing was found").waitFor();
      await page.setViewportSize(phone);
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(phone.width);
    });
  });

  it("lets a range be chosen by keyboard, and by a long touch", async () => {
    await fill(site().deployment.db, { count: 12, days: 1 });
    await site().visit("/", {}, async (page) => {
      const tiles = page.locator("a[data-media-id]");
      await tiles.first().focus();
      await page.keyboard.press("Space");
      for (let n = 0; n < 4; n += 1) await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Shift+Space");
      await toolbar(page).getByText("5 items chosen").waitFor();
      await page.keyboard.press("Escape");
      await toolbar(page).waitFor({ state: "detached" });
    });
    await site().visit("/", { viewport: phone, hasTouch: true }, async (page) => {
      const first = page.locator("a[data-media-id]").first();
      await first.waitFor();
      await first.dispatchEvent("touchstart");
      await toolbar(page).getByText("1 item chosen").waitFor();
      await page.locator("a[data-media-id]").nth(2).tap();
      await toolbar(page).getByText("2 items chosen").waitFor();
      await expectAccessible(page);
    });
  });

  it("says the whole date of each day, on a small phone too", async () => {
    const days = ["2020-09-23", "2015-09-30", "2026-09-23", "2017-11-18"];
    for (const [index, day] of days.entries()) {
      const id = await add(`${day}.jpg`, 48 + index);
      await site()
        .deployment.db("media")
        .where({ id })
        .update({ timeline_at: new Date(`${day}T12:00:00Z`) });
    }
    for (const width of [320, phone.width, 1280]) {
      await site().visit("/", { viewport: { width, height: 2_000 } }, async (page) => {
        const dates = page.locator(".day-heading time");
        await waitFor("all days", async () => (await dates.count()) === days.length);
        const cut = await dates.evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent));
        expect(cut, `${width} pixels`).to.deep.equal([]);
      });
    }
  });

  it("of thousands scrolls like one of ten, and goes to any month", async () => {
    await fill(site().deployment.db, { count: 6_000, days: 1_500 });
    await site().visit("/", {}, async (page) => {
      const tiles = page.locator("a[data-media-id]");
      await tiles.first().waitFor();
      const scrubber = page.getByRole("slider", { name: "Go to a month" });
      const last = Number(await scrubber.getAttribute("max"));
      await expectAccessible(page);
      for (const share of [0.5, 1, 0.25]) {
        await scrubber.fill(String(Math.round(last * share)));
        const wanted = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - Math.round(last * share)));
        const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(wanted);
        await page.locator(".day-heading").getByText(month).first().waitFor();
        await waitFor(`the scrubber to stand at ${month}`, async () => (await scrubber.getAttribute("aria-valuetext")) === month);
        expect(await page.locator("*").count(), "elements in the document").to.be.below(2_500);
      }
      await scrubber.focus();
      const before = await scrubber.inputValue();
      await page.keyboard.press("ArrowDown");
      await waitFor("the scrubber to move on", async () => (await scrubber.inputValue()) !== before);
      // What is read stays where it is while more is loaded above it.
      await page.mouse.move(600, 400);
      const seen = new Set<string>();
      for (let n = 0; n < 12; n += 1) {
        await page.mouse.wheel(0, -700);
        await page.waitForTimeout(60);
        for (const id of await tiles.evaluateAll((links) => links.map((each) => (each as HTMLElement).dataset.mediaId ?? ""))) seen.add(id);
      }
      expect(seen.size).to.be.greaterThan(40);
    });
  });
});

/** Photos without pictures, over as many days before today. */
async function fill(db: Knex, { count, days }: { count: number; days: number }): Promise<void> {
  await db.raw(
    `insert into media (id, owner_id, state, kind, file_name, content_type, size_bytes, sha256, original_key, width, height, progress, timeline_at)
     select gen_random_uuid(), :owner, 'ready', 'image', 'IMG_' || n || '.jpg', 'image/jpeg', 1000, sha256(n::text::bytea),
       'originals/none/' || gen_random_uuid(), 1600, 1200, 1,
       now() - (n % :days) * interval '1 day' - n * interval '1 millisecond'
     from generate_series(1, :count) n`,
    { owner: localOwnerId, count, days },
  );
}
