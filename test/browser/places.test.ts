import { expect } from "chai";
import type { Page } from "playwright-core";
import { asOwner } from "../support/owner.ts";
import { expectAccessible, tile, viewer } from "../support/pages.ts";
import { photoAt } from "../support/photo-at.ts";
import { makeLink } from "../support/share-links.ts";
import { describeInBrowser, desktop, phone } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

const map = (page: Page) => page.getByRole("region", { name: "Map of your photos and videos" });
const mark = (page: Page, name: RegExp) => map(page).getByRole("button", { name });
const list = (page: Page) => page.getByRole("region", { name: "Places in view" });
const form = (page: Page) => page.getByRole("dialog", { name: "Edit information" });
const showOnMap = (page: Page) => viewer(page).getByRole("link", { name: /, show on the map$/ });
const isPlaces = ({ pathname }: URL) => pathname === "/v1/media/places";

const devices = [
  ["desktop", { viewport: desktop }],
  ["phone, in dark", { viewport: phone, hasTouch: true, colorScheme: "dark" }],
] as const;

const sintra = [38.8, -9.39] as const;

describeInBrowser("places on the site", (site) => {
  const add = async (name: string, seed: number, point: readonly [number, number]): Promise<string> => {
    const id = await site().upload(name, await photoAt(seed, point));
    await site().ready(id);
    return id;
  };
  const openDetails = async (page: Page, name: string) => {
    await viewer(page).locator(`img[alt*="${name}"]`).waitFor();
    await viewer(page).getByRole("button", { name: "Information" }).click();
    await viewer(page).getByRole("heading", { name: "Information" }).waitFor();
  };
  afterEach(async () => {
    await site().deployment.db("album_item").delete();
    await site().deployment.db("media").delete();
  });

  for (const [device, options] of devices) {
    it(`have names in the viewer, on the map and in the search, on a ${device}`, async () => {
      const id = await add("palace.jpg", 1, sintra);
      await add("berlin.jpg", 2, [52.52, 13.4]);
      await site().visit(`/m/${id}`, options, async (page) => {
        await openDetails(page, "palace.jpg");
        await viewer(page).getByText("Sintra, Portugal").waitFor();
        await viewer(page).getByText("38.80000, -9.39000").waitFor();
        await expectAccessible(page);

        await page.goto(`${site().url}/map`);
        await list(page).getByRole("link", { name: "Sintra, Portugal palace.jpg" }).waitFor();
        await mark(page, /^palace\.jpg, Sintra, Portugal$/).waitFor();

        await page.goto(`${site().url}/search`);
        await page.getByRole("searchbox").fill("sintra");
        await page.keyboard.press("Enter");
        await tile(page, "palace.jpg").waitFor();
        expect(await tile(page, "berlin.jpg").count()).to.equal(0);
        await expectAccessible(page);
      });
    });

    it(`are waited for, asked for again where that failed, and never said to be none meanwhile, on a ${device}`, async () => {
      await add("palace.jpg", 1, sintra);
      await site().visit("/settings", { ...options, expected: /status of 503/ }, async (page) => {
        const held = Promise.withResolvers<void>();
        let works = false;
        await page.route(isPlaces, async (route) => {
          await held.promise;
          const problem = { code: "busy", title: "Busy", detail: "The database is busy." };
          if (works) return route.continue();
          return route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify(problem) });
        });
        await page.goto(`${site().url}/map`);
        await page.getByText("Looking for places…").waitFor();
        await map(page).waitFor();
        expect(await page.getByText("Nothing in view").count()).to.equal(0);
        await expectAccessible(page);

        held.resolve();
        const alert = page.getByRole("alert");
        await alert.getByText("The database is busy.").waitFor();
        expect(await page.getByText("Nothing in view").count()).to.equal(0);
        await expectAccessible(page);
        works = true;
        await alert.getByRole("button", { name: "Try again" }).click();
        await mark(page, /^palace\.jpg/).waitFor();
        await alert.waitFor({ state: "detached" });

        works = false;
        await map(page).focus();
        await page.keyboard.press("+");
        await alert.getByText("The database is busy.").waitFor();
        works = true;
        await alert.getByRole("button", { name: "Try again" }).press("Enter");
        await mark(page, /^palace\.jpg/).waitFor();
      });
    });

    it(`lead from a photo to the map, where it stands out, and back, on a ${device}`, async () => {
      const id = await add("palace.jpg", 1, sintra);
      for (const seed of [3, 4]) await add(`later-${seed}.jpg`, seed, [38.801, -9.391]);
      await site().visit("/", options, async (page) => {
        await tile(page, "palace.jpg").click();
        await openDetails(page, "palace.jpg");
        await showOnMap(page).focus();
        await page.keyboard.press("Enter");
        await mark(page, /^palace\.jpg and 2 others, Sintra, Portugal$/).waitFor();
        expect(await mark(page, /^palace\.jpg/).getAttribute("aria-current")).to.equal("true");
        expect(await list(page).locator('[aria-current="true"]').textContent()).to.match(/Sintra, Portugal.*palace\.jpg and 2 others/);
        await page.getByRole("status").filter({ hasText: "palace.jpg was taken here: Sintra, Portugal. 3 items in 1 place" }).waitFor();
        expect(page.url()).to.match(new RegExp(`/map\\?at=38\\.80000,-9\\.39000&zoom=\\d+&media=${id}$`));
        const [box, frame] = [await mark(page, /^palace\.jpg/).boundingBox(), await map(page).boundingBox()];
        if (!box || !frame) throw new Error("The mark is not drawn.");
        expect(Math.abs(box.x + box.width / 2 - frame.x - frame.width / 2)).to.be.below(60);
        expect(Math.abs(box.y + box.height / 2 - frame.y - frame.height / 2)).to.be.below(60);
        await expectAccessible(page);

        await page.goBack();
        await viewer(page).locator('img[alt*="palace.jpg"]').waitFor();
        expect(page.url()).to.equal(`${site().url}/m/${id}`);
        await page.goBack();
        await viewer(page).waitFor({ state: "detached" });
        await tile(page, "palace.jpg").waitFor();
      });
    });

    it(`cannot be wrong, and are cleared by keyboard, on a ${device}`, async () => {
      const id = await add("palace.jpg", 1, sintra);
      await site().visit(`/m/${id}`, options, async (page) => {
        await openDetails(page, "palace.jpg");
        await viewer(page).getByRole("button", { name: "Edit" }).click();
        const choice = form(page).getByLabel("Place", { exact: true });
        await choice.selectOption("This place");
        await form(page).getByRole("region", { name: "Choose the place on a map" }).waitFor();
        await form(page).getByLabel("Longitude").fill("-190");
        await page.keyboard.press("Enter");
        await form(page).getByRole("alert").filter({ hasText: "A longitude is a number of degrees from −180 to 180" }).waitFor();
        const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-invalid"));
        expect(await focused(), "the focus is where the fault is").to.equal("true");
        expect(await form(page).getByLabel("Longitude").getAttribute("aria-invalid")).to.equal("true");
        expect(await form(page).getByLabel("Latitude").getAttribute("aria-invalid")).to.equal(null);
        await expectAccessible(page);
        await form(page).getByLabel("Longitude").fill("-9.5");
        await form(page).getByRole("alert").waitFor({ state: "detached" });

        await choice.focus();
        await page.keyboard.type("No place");
        expect(await choice.inputValue()).to.equal("none");
        while (!(await page.evaluate(() => document.activeElement?.textContent === "Save"))) await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await form(page).waitFor({ state: "detached" });
        await showOnMap(page).waitFor({ state: "detached" });
        expect(await viewer(page).getByText("Sintra").count()).to.equal(0);
        const row = await site().deployment.db("media").where({ id }).first("edited", "latitude", "place_name");
        expect(row).to.deep.include({ latitude: null, place_name: null });
        expect(row?.edited.place).to.equal(null);
      });
    });

    it(`are given to no visitor of a share link, on a ${device}`, async () => {
      const id = await add("palace.jpg", 1, sintra);
      const { url } = await makeLink(site().url, asOwner, { mediaId: id, allowsDownload: true });
      await site().visit("/sign-in", { ...options, session: null }, async (page) => {
        const texts: Promise<string>[] = [];
        page.on("response", (response) => {
          // What the page itself has left behind has no body any more.
          if (response.url().includes("/v1/shared")) texts.push(response.text().catch(() => ""));
        });
        await page.goto(`${site().url}${new URL(url).pathname}`);
        await page.getByRole("button", { name: /^Photo/ }).click();
        await viewer(page).locator("img").first().waitFor();
        expect(await page.content()).not.to.match(/sintra|on the map|38\.8|9\.39/i);
        expect(await showOnMap(page).count()).to.equal(0);
        const said = (await Promise.all(texts)).join("\n");
        expect(said).to.include("thumbhash");
        expect(said).not.to.match(/sintra|latitude|longitude|38\.8|9\.39/i);
      });
    });
  }

  it("lead from the viewer over the map to the photo's own, with the focus there", async () => {
    await add("palace.jpg", 1, sintra);
    await add("berlin.jpg", 2, [52.52, 13.4]);
    await site().visit("/map", {}, async (page) => {
      await mark(page, /^berlin\.jpg/).waitFor();
      await page.waitForURL(/at=/);
      const address = page.url();
      await mark(page, /^berlin\.jpg/).click();
      await openDetails(page, "berlin.jpg");
      await showOnMap(page).focus();
      await page.keyboard.press("Enter");
      await viewer(page).waitFor({ state: "detached" });
      await waitFor("the mark to stand out", async () => (await mark(page, /^berlin\.jpg/).getAttribute("aria-current")) === "true");
      await waitFor("the focus on the map", () => map(page).evaluate((element) => element === document.activeElement));
      await page.goBack();
      await viewer(page).locator('img[alt*="berlin.jpg"]').waitFor();
      await page.goBack();
      await viewer(page).waitFor({ state: "detached" });
      expect(page.url()).to.equal(address);
    });
  });

  it("of all the world are asked for once, however wide the screen", async () => {
    await add("palace.jpg", 1, sintra);
    await add("tokyo.jpg", 5, [35.68, 139.69]);
    await add("lima.jpg", 6, [-12.05, -77.04]);
    for (const viewport of [phone, desktop, { width: 1920, height: 1080 }, { width: 2560, height: 1300 }]) {
      await site().visit("/settings", { viewport }, async (page) => {
        const asked: string[] = [];
        page.on("request", (request) => {
          const url = new URL(request.url());
          if (isPlaces(url)) asked.push(`${url.searchParams.get("area")} at ${url.searchParams.get("zoom")}`);
        });
        // What comes in while the test runs is asked for again.
        await page.route("**/v1/events", () => undefined);
        await page.goto(`${site().url}/map`);
        for (const name of [/^palace/, /^tokyo/, /^lima/]) await mark(page, name).waitFor();
        await page.waitForURL(/at=/);
        await page.waitForTimeout(1_000);
        const world = "-90,-180,90,180 at 2";
        expect(asked[0]).to.equal(world);
        // A large screen that shows it all from near asks once more, for what it shows, in smaller cells.
        expect(
          asked.slice(1).map((one) => (one === world ? one : one.replace(/^.* at/, "closer, at"))),
          `${viewport.width} pixels`,
        ).to.deep.equal(viewport.width > 1500 ? ["closer, at 3"] : []);
      });
    }
  });

  it("on both sides of the date line are shown together, over the line", async () => {
    await add("suva.jpg", 1, [-18.14, 178.44]);
    await add("auckland.jpg", 2, [-36.85, 174.76]);
    await add("apia.jpg", 3, [-13.83, -171.77]);
    await add("honolulu.jpg", 4, [21.31, -157.86]);
    for (const [, options] of devices) {
      await site().visit("/map", options, async (page) => {
        const frame = () => map(page).boundingBox();
        for (const name of [/^suva/, /^auckland/, /^apia/, /^honolulu/]) {
          await mark(page, name).waitFor();
          await waitFor(`${name} in view`, async () => {
            const [box, outer] = [await mark(page, name).boundingBox(), await frame()];
            return box !== null && outer !== null && box.x >= outer.x && box.x + box.width <= outer.x + outer.width;
          });
        }
        expect(await list(page).getByRole("link").count()).to.equal(4);
        const [, longitude] = (new URL(page.url()).searchParams.get("at") ?? "").split(",").map(Number);
        expect(Math.abs(longitude as number)).to.be.above(165);
        expect(Number(new URL(page.url()).searchParams.get("zoom"))).to.be.at.least(options.viewport.width > 600 ? 3 : 2);
      });
    }
  });
});
