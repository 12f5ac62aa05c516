import { expect } from "chai";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { expectAccessible, tile, viewer } from "../support/pages.ts";
import { photoAt } from "../support/photo-at.ts";
import { describeInBrowser, desktop, phone } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

const map = (page: Page) => page.getByRole("region", { name: "Map of your photos and videos" });
const place = (page: Page, name: RegExp) => map(page).getByRole("button", { name });
const listed = (page: Page) => page.getByRole("region", { name: "Places in view" }).getByRole("link");
const zoomOf = (page: Page) => Number(new URL(page.url()).searchParams.get("zoom"));

describeInBrowser("the map", (site) => {
  const add = async (name: string, seed: number, point: readonly [number, number]): Promise<string> => {
    const id = await site().upload(name, await photoAt(seed, point));
    await site().ready(id);
    return id;
  };
  const addAll = async () => {
    await add("lisbon.jpg", 1, [38.71, -9.14]);
    await add("sintra.jpg", 2, [38.79, -9.39]);
    await add("berlin.jpg", 3, [52.52, 13.4]);
    await add("suva.jpg", 4, [-18.14, 178.44]);
  };
  afterEach(async () => {
    await site().deployment.db("media").delete();
  });

  it("says that there are no places, until a photo comes that has one", async () => {
    await site().visit("/map", {}, async (page) => {
      await page.getByText("No photo says where it was taken").waitFor();
      await expectAccessible(page);
      await add("berlin.jpg", 3, [52.52, 13.4]);
      await place(page, /^berlin\.jpg/).waitFor();
    });
  });

  it("shows where photos were taken, comes closer, opens one, and leads back to where it was", async () => {
    await addAll();
    await site().visit("/", { viewport: desktop }, async (page) => {
      await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Map" }).filter({ visible: true }).click();
      await place(page, /^2 items/).waitFor();
      await waitFor("the outlines of countries", async () => (await map(page).locator("path.map-country").count()) > 400);
      await waitFor("the pictures of the places", () =>
        map(page)
          .locator(".map-place img")
          .evaluateAll((images) => images.length === 3 && images.every((image) => (image as HTMLImageElement).naturalWidth > 0)),
      );
      expect(await listed(page).count()).to.equal(3);
      await expectAccessible(page);

      const before = zoomOf(page);
      await place(page, /^2 items/).click();
      await place(page, /^sintra\.jpg/).waitFor();
      await place(page, /^lisbon\.jpg/).waitFor();
      expect(zoomOf(page)).to.be.greaterThan(before);
      await expectAccessible(page);

      const address = page.url();
      await place(page, /^sintra\.jpg/).click();
      await viewer(page).locator('img[alt*="sintra.jpg"]').waitFor();
      await page.goBack();
      await viewer(page).waitFor({ state: "detached" });
      expect(page.url()).to.equal(address);
      await page.reload();
      await place(page, /^lisbon\.jpg/).waitFor();
      await waitFor("the same part of the world", async () => page.url() === address, { detail: async () => page.url() });
    });
  });

  it("is moved, looked through and opened by keyboard", async () => {
    await addAll();
    await site().visit("/map?at=45.00000,2.00000&zoom=4", {}, async (page) => {
      await place(page, /^2 items/).waitFor();
      await map(page).focus();
      await page.keyboard.press("ArrowUp");
      await waitFor("the map to move", async () => !page.url().includes("at=45.00000"));
      await page.keyboard.press("+");
      await waitFor("the map to come closer", async () => zoomOf(page) === 5);
      await page.keyboard.press("-");
      await waitFor("the map to go back", async () => zoomOf(page) === 4);
      await place(page, /^2 items/).focus();
      await page.keyboard.press("Enter");
      await place(page, /^sintra\.jpg/).waitFor();
      await waitFor("the focus on the map", () => map(page).evaluate((element) => element === document.activeElement));
      await place(page, /^lisbon\.jpg/).focus();
      await page.keyboard.press("Enter");
      await viewer(page).locator('img[alt*="lisbon.jpg"]').waitFor();
      await page.keyboard.press("Escape");
      await viewer(page).waitFor({ state: "detached" });
      await listed(page).first().focus();
      await page.keyboard.press("Enter");
      await viewer(page).waitFor();
    });
  });

  it("lists what was taken at one spot, and finds no more there than that", async () => {
    for (const seed of [5, 6, 7]) await add(`spot-${seed}.jpg`, seed, [48.8584, 2.2945]);
    await add("berlin.jpg", 3, [52.52, 13.4]);
    await site().visit("/map", {}, async (page) => {
      await place(page, /^3 items/).click();
      await page.waitForURL(/\/search\?area=/);
      for (const seed of [5, 6, 7]) await tile(page, `spot-${seed}.jpg`).waitFor();
      expect(await tile(page, "berlin.jpg").count()).to.equal(0);
      await expectAccessible(page);
      await page.getByRole("button", { name: "Everywhere" }).click();
      await page.getByText("Search your library").waitFor();
      await page.goBack();
      await place(page, /^3 items/).waitFor();
    });
  });

  it("works on a phone, in dark, by touch", async () => {
    await addAll();
    await site().visit("/map", { viewport: phone, hasTouch: true, colorScheme: "dark" }, async (page) => {
      await place(page, /^2 items/).tap();
      await place(page, /^sintra\.jpg/).waitFor();
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(phone.width);
      await place(page, /^sintra\.jpg/).tap();
      await viewer(page).locator('img[alt*="sintra.jpg"]').waitFor();
      await viewer(page).getByRole("button", { name: "Close" }).tap();
      await viewer(page).waitFor({ state: "detached" });
      await place(page, /^sintra\.jpg/).waitFor();
    });
  });

  it("lets a place be chosen for a photo that has none", async () => {
    const id = await site().upload(
      "anywhere.jpg",
      new Uint8Array(
        await sharp({ create: { width: 64, height: 48, channels: 3, background: "#385" } })
          .jpeg()
          .toBuffer(),
      ),
    );
    await site().ready(id);
    await site().visit(`/m/${id}`, {}, async (page) => {
      await viewer(page).locator('img[alt*="anywhere.jpg"]').waitFor();
      await page.keyboard.press("i");
      await viewer(page).getByRole("button", { name: "Edit" }).click();
      const form = page.getByRole("dialog", { name: "Edit information" });
      const held = Promise.withResolvers<void>();
      await page.route("**/assets/place-picker*", async (route) => {
        await held.promise;
        await route.continue();
      });
      await form.getByLabel("Place", { exact: true }).selectOption("This place");
      await form.getByRole("status", { name: "Loading" }).waitFor();
      const heightBefore = (await form.boundingBox())?.height;
      held.resolve();
      const picker = form.getByRole("region", { name: "Choose the place on a map" });
      await picker.waitFor();
      expect((await form.boundingBox())?.height, "nothing moves when the map comes").to.equal(heightBefore);
      const latitude = () => form.getByLabel("Latitude").inputValue();
      await picker.click();
      await waitFor("the place that was pressed", async () => (await latitude()) !== "");
      const before = Number(await latitude());
      await expectAccessible(page);
      await picker.focus();
      await page.keyboard.press("ArrowUp");
      await waitFor("the middle of the map, further north", async () => {
        await page.keyboard.press("Enter");
        return Number(await latitude()) > before;
      });
      const chosen = {
        latitude: await form.getByLabel("Latitude").inputValue(),
        longitude: await form.getByLabel("Longitude").inputValue(),
      };
      await form.getByRole("button", { name: "Save" }).click();
      await form.waitFor({ state: "detached" });
      const row = await site().deployment.db("media").where({ id }).first("edited");
      expect(row?.edited.place).to.deep.equal({ latitude: Number(chosen.latitude), longitude: Number(chosen.longitude) });
    });
  });
});
