import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import { makePhoto } from "./files.ts";
import { uploadRow } from "./pages.ts";
import { waitFor } from "./wait-for.ts";

/** About 1.5 MB, most of it behind the end of the picture, where decoders do not look. */
export async function largePhoto(seed: number): Promise<Uint8Array> {
  return Buffer.concat([await makePhoto({ seed }), randomBytes(1_500_000)]);
}

/** Some seconds for such a photo. */
export async function slowDown(page: Page): Promise<{ full(): Promise<unknown> }> {
  const devtools = await page.context().newCDPSession(page);
  const limit = (uploadThroughput: number): Promise<unknown> =>
    devtools.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
  await limit(150_000);
  return { full: () => limit(-1) };
}

/** Bytes, as the page says. */
export const sent = (page: Page, name: string): Promise<number> =>
  page.getByRole("progressbar", { name: `Progress of ${name}` }).evaluate((bar) => (bar as HTMLProgressElement).value);

export async function sentAtLeast(page: Page, name: string, bytes: number): Promise<void> {
  await uploadRow(page, name, "uploading").waitFor();
  await waitFor(`${bytes} bytes of ${name} to be sent`, async () => (await sent(page, name)) >= bytes, { timeoutMs: 20_000 });
}
