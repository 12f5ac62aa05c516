import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "chai";
import type { Locator, Page } from "playwright-core";

/** A file as a picker hands it over. */
export const asPicked = (name: string, content: Uint8Array, mimeType = name.endsWith(".mp4") ? "video/mp4" : "image/jpeg") => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
});

export const filePicker = (page: Page): Locator => page.getByLabel("Choose photos and videos to upload");
export const folderPicker = (page: Page): Locator => page.getByLabel("Choose a folder to upload");

/** The row of a file in the list of uploads, in a state or in any. */
export const uploadRow = (page: Page, name: string, status?: string): Locator =>
  page.locator(status ? `li[data-status="${status}"]` : "li[data-status]").filter({ hasText: name });

/** The timeline's link to a file, in a state or in any. */
export const tile = (page: Page, name: string, state?: string): Locator =>
  page.locator(`a[data-media-id]${state ? `[data-state="${state}"]` : ""}[aria-label*=${JSON.stringify(name)}]`);

export const viewer = (page: Page): Locator => page.getByRole("dialog", { name: "Viewer" });

/** Drops files on the page, as from the desktop. */
export async function dropFiles(page: Page, files: readonly { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    async (described) => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of described) {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        data.items.add(new File([bytes], name, { type }));
      }
      return data;
    },
    files.map(({ name, mimeType, buffer }) => ({ name, type: mimeType, base64: buffer.toString("base64") })),
  );
  await page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

/** Nothing that axe calls serious or critical, by WCAG 2.2 A and AA. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" | ")}`)).to.deep.equal([]);
}

/** What the viewer's video is doing. */
export function videoState(
  page: Page,
): Promise<{ currentTime: number; width: number; height: number; duration: number; paused: boolean; error: string | undefined }> {
  return page.locator("hls-video").evaluate((element) => {
    const video = element as HTMLVideoElement;
    return {
      currentTime: video.currentTime,
      width: video.videoWidth,
      height: video.videoHeight,
      duration: video.duration,
      paused: video.paused,
      error: video.error?.message,
    };
  });
}
