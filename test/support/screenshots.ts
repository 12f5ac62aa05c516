import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeClip, makePhoto, planPhotos, sampleClips } from "@mediashare/local";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { ffmpegPaths } from "./ffmpeg.ts";
import { asOwner, fetchAsOwner } from "./owner.ts";
import { viewer } from "./pages.ts";
import { stopTestPostgres } from "./postgres.ts";
import { makeLink } from "./share-links.ts";
import { desktop, phone, startSite } from "./site.ts";
import { waitFor } from "./wait-for.ts";

/** Takes the README's pictures: of the sample library, in the real product. Run it after a change of the site's looks. */
const folder = new URL("../../.github/screenshots/", import.meta.url);
/** Place of a photo that fills a phone. */
const portrait = 11;

const site = await startSite();
try {
  await mkdir(folder, { recursive: true });
  const ids = await fillWithSample();
  await site.visit("/", { viewport: desktop, colorScheme: "light" }, async (page) => {
    await settle(page);
    await capture(page, "timeline.png");
  });
  await site.visit(`/m/${ids[portrait]}`, { viewport: phone, hasTouch: true, colorScheme: "dark" }, async (page) => {
    await viewer(page).locator('img[alt*="sample-"]').first().waitFor();
    await settle(page);
    await capture(page, "viewer-dark-phone.png");
  });
  const albumId = await makeAlbum(ids);
  await site.visit(`/albums/${albumId}`, { viewport: desktop, colorScheme: "dark" }, async (page) => {
    await settle(page);
    await capture(page, "album-dark.png");
  });
  const { url } = await makeLink(site.url, asOwner, { albumId });
  await site.visit(new URL(url).pathname, { viewport: phone, hasTouch: true, colorScheme: "light", session: null }, async (page) => {
    await settle(page);
    await capture(page, "share-phone.png");
  });
} finally {
  await site.stop();
  await stopTestPostgres();
}

async function fillWithSample(): Promise<string[]> {
  const ids: string[] = [];
  for (const photo of planPhotos(15, new Date())) ids.push(await site.upload(photo.fileName, new Uint8Array(await makePhoto(photo))));
  const scratch = await mkdtemp(join(tmpdir(), "mediashare-screenshots-"));
  try {
    const clip = sampleClips[0] as (typeof sampleClips)[number];
    const file = join(scratch, clip.fileName);
    await makeClip(ffmpegPaths().ffmpeg, clip, file, new Date());
    ids.push(await site.upload(clip.fileName, new Uint8Array(await readFile(file))));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  for (const id of ids) await site.ready(id);
  return ids;
}

async function makeAlbum(mediaIds: readonly string[]): Promise<string> {
  const response = await fetchAsOwner(`${site.url}/v1/albums`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ title: "A week in the north", description: "For everybody who was there", mediaIds }),
  });
  return ((await response.json()) as { id: string }).id;
}

/** With a palette: a clone need not carry more. */
async function capture(page: Page, name: string): Promise<void> {
  const shot = await page.screenshot();
  await sharp(shot)
    .png({ palette: true, effort: 10 })
    .toFile(fileURLToPath(new URL(name, folder)));
}

/** Waits for every picture in view, and for the animations that bring them in. */
async function settle(page: Page): Promise<void> {
  await waitFor("the pictures in view", () =>
    page.locator("img").evaluateAll((images) =>
      images
        .map((image) => image as HTMLImageElement)
        .filter((image) => {
          const { top, bottom } = image.getBoundingClientRect();
          return bottom > 0 && top < innerHeight;
        })
        .every((image) => image.complete && image.naturalWidth > 0),
    ),
  );
  await page.waitForTimeout(1_000);
}
