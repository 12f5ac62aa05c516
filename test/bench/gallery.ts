import { makePhoto, planPhotos } from "@mediashare/local";
import type { BrowserContextOptions, Page } from "playwright-core";
import { NoBrowserError } from "../support/chromium.ts";
import { desktop, phone, type Site, startSite } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

/** More than any window shows at once. */
const photos = 60;
const visits = 5;

interface Visit {
  /** First contentful paint, from the navigation on. */
  readonly paintMs: number;
  /** Over the wire, headers included. */
  readonly bytes: { readonly site: number; readonly data: number; readonly pictures: number };
}

/** What the gallery page costs whoever opens it for the first time: bytes, and time to the first content on the screen. */
export async function measureGallery(say: (text: string) => void): Promise<{ notes: string[]; skipped: string[] }> {
  let site: Site;
  try {
    site = await startSite();
  } catch (error) {
    if (error instanceof NoBrowserError) return { notes: [], skipped: [`the gallery page, ${error.message}`] };
    throw error;
  }
  try {
    say(`gallery: processing ${photos} photos`);
    const ids: string[] = [];
    for (const photo of planPhotos(photos, new Date())) ids.push(await site.upload(photo.fileName, new Uint8Array(await makePhoto(photo))));
    for (const id of ids) await site.ready(id);
    return {
      notes: [await describe(site, "desktop", { viewport: desktop }), await describe(site, "phone", { viewport: phone })],
      skipped: [],
    };
  } finally {
    await site.stop();
  }
}

async function describe(site: Site, name: string, options: BrowserContextOptions): Promise<string> {
  const seen: Visit[] = [];
  for (let n = 0; n < visits; n += 1)
    await site.visit("/settings", options, async (page) => void seen.push(await visitGallery(page, site)));
  const middle = seen.toSorted((a, b) => a.paintMs - b.paintMs)[Math.floor(visits / 2)] as Visit;
  const { site: code, data, pictures } = middle.bytes;
  const kib = (bytes: number) => Math.round(bytes / 1024);
  return `Gallery page, ${name}, nothing cached, loopback: first contentful paint after ${Math.round(middle.paintMs)} ms (middle of ${visits}), ${kib(code + data + pictures)} KiB: site ${kib(code)}, data ${kib(data)}, pictures in view ${kib(pictures)}.`;
}

async function visitGallery(page: Page, site: Site): Promise<Visit> {
  await page.goto("about:blank");
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.setCacheDisabled", { cacheDisabled: true });
  const urls = new Map<string, string>();
  const bytes = { site: 0, data: 0, pictures: 0 };
  network.on("Network.requestWillBeSent", ({ requestId, request }) => urls.set(requestId, request.url));
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const url = urls.get(requestId) ?? "";
    if (url.startsWith(site.deliveryUrl)) bytes.pictures += encodedDataLength;
    else if (url.includes("/v1/")) bytes.data += encodedDataLength;
    else bytes.site += encodedDataLength;
  });
  await page.goto(`${site.url}/`);
  await waitFor("the pictures in view", () =>
    page.locator("a[data-media-id] img").evaluateAll((images) => {
      const inView = images
        .map((image) => image as HTMLImageElement)
        .filter((image) => {
          const { top, bottom } = image.getBoundingClientRect();
          return bottom > 0 && top < innerHeight;
        });
      return inView.length > 0 && inView.every((image) => image.complete && image.naturalWidth > 0);
    }),
  );
  const paintMs = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN);
  return { paintMs, bytes };
}
