import sharp from "sharp";

/** Everything else that libvips could read stays closed, whatever the bytes pretend to be. */
const loaders = ["Jpeg", "Png", "Webp", "Heif", "Nsgif", "Tiff"];

/**
 * Settings of a process that decodes images, one at a time. No two jobs have pixels in common, so a cache would only hold memory. One
 * thread for an operation: the renditions are encoded side by side, and with glibc's allocator more threads make memory creep.
 */
export function prepareSharp(): void {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: loaders.map((loader) => `VipsForeignLoad${loader}`) });
}
