import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { ProcessedImage } from "../image/process-image.ts";

/**
 * Whether what a decoder process hands over is what it was to make: plain files in the job's folder. A stranger's picture may have taken
 * the process over, and what it names is published.
 */
export async function areOutputsSound(images: ProcessedImage["images"], folder: string): Promise<boolean> {
  const checks = images.map(async ({ name, file, sizeBytes }) => {
    if (!/^[a-z-]+\d+\.(webp|avif|jpg)$/.test(name) || file !== join(folder, name)) return false;
    const found = await lstat(file).catch(() => undefined);
    return found?.isFile() === true && found.size === sizeBytes;
  });
  return images.length > 0 && (await Promise.all(checks)).every(Boolean);
}
