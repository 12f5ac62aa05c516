import { readFile } from "node:fs/promises";
import { expect } from "chai";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { makePhoto } from "../support/files.ts";
import { tile } from "../support/pages.ts";
import { describeInBrowser, phone } from "../support/site.ts";

const publicFolder = new URL("../../services/web/ui/public", import.meta.url);

/** Until the worker controls the page: what is fetched then passes through it. */
async function controlled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  });
}

describeInBrowser("the site as an app on a phone", (site) => {
  /** The browser's note that a script was under way when the worker took the page over, so that it is asked for twice. */
  const takenOver = "cross-world service worker resource mismatch";
  const asApp = { viewport: phone, hasTouch: true, serviceWorkers: "allow" as const, expected: new RegExp(takenOver) };

  it("can be installed: its manifest names icons that are there, in the sizes that it says", async () => {
    const manifest = JSON.parse(await readFile(new URL(`${publicFolder}/manifest.webmanifest`), "utf8"));
    await site().visit("/", asApp, async (page) => {
      const href = await page.locator('link[rel="manifest"]').getAttribute("href");
      const response = await page.request.get(new URL(href as string, site().url).href);
      expect(response.headers()["content-type"]).to.include("application/manifest+json");
      expect(await response.json()).to.deep.equal(manifest);
    });
    for (const { src, sizes, type } of manifest.icons) {
      if (type !== "image/png") continue;
      const { width, height, format } = await sharp(await readFile(new URL(publicFolder + src))).metadata();
      expect([`${width}x${height}`, format], src).to.deep.equal([sizes, "png"]);
    }
  });

  it("comes compressed, as it was when it was built", async () => {
    const html = await (await fetch(site().url)).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] as string;
    for (const path of ["/", script]) {
      const response = await fetch(site().url + path, { headers: { "Accept-Encoding": "br" } });
      expect(response.headers.get("content-encoding"), path).to.equal("br");
      expect(Number(response.headers.get("content-length")), path).to.be.below((await response.arrayBuffer()).byteLength / 2);
    }
  });

  it("opens without a network, and keeps nothing that is anybody's", async () => {
    const photo = await makePhoto({ seed: 31 });
    await site().ready(await site().upload("mine.jpg", photo));
    await site().visit(
      "/",
      { ...asApp, expected: new RegExp(`${takenOver}|Failed to (fetch|load)|ERR_INTERNET_DISCONNECTED|offline`, "i") },
      async (page) => {
        await tile(page, "mine.jpg").waitFor();
        await controlled(page);
        await page.reload();
        await tile(page, "mine.jpg").waitFor();
        const kept = await page.evaluate(async () => {
          const urls: string[] = [];
          for (const name of await caches.keys())
            for (const { url } of await (await caches.open(name)).keys()) urls.push(new URL(url).pathname);
          return urls;
        });
        expect(kept).to.include("/");
        expect(kept.some((path) => /^\/assets\/.*\.js$/.test(path))).to.equal(true);
        expect(kept.filter((path) => path.startsWith("/v1/") || path.startsWith("/media/"))).to.deep.equal([]);
        await page.context().setOffline(true);
        await page.reload();
        await page.locator("#root > *").first().waitFor();
        expect(await page.title()).to.include("Mediashare");
        await page.context().setOffline(false);
      },
    );
  });

  it("takes what other apps share into the uploads", async () => {
    const photo = await makePhoto({ seed: 32 });
    await site().visit("/", asApp, async (page) => {
      await controlled(page);
      // What the system does for an installed app: a navigation that posts the form of the manifest's share_target.
      await page.evaluate((base64) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], "Été & co.jpg", { type: "image/jpeg" }));
        const form = Object.assign(document.createElement("form"), {
          method: "POST",
          action: "/share-target",
          enctype: "multipart/form-data",
        });
        const input = Object.assign(document.createElement("input"), { type: "file", name: "file", multiple: true });
        input.files = transfer.files;
        form.append(input);
        document.body.append(form);
        form.submit();
      }, Buffer.from(photo).toString("base64"));
      await tile(page, "Été & co.jpg", "ready").waitFor();
      expect(new URL(page.url()).pathname).to.equal("/");
      const left = await page.evaluate(async () => (await (await caches.open("mediashare-shared")).keys()).length);
      expect(left, "nothing is left for whoever comes next").to.equal(0);
    });
  });
});
