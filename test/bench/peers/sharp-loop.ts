import { readdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";

/** The peer: what one would write first. For every photo, every rendition from the file. Arguments: folder, widths, WebP quality and effort, JPEG quality. */
const [folder, out, widths, webpQuality, webpEffort, jpegQuality] = process.argv.slice(2);
if (!folder || !out || !widths) throw new Error("usage: sharp-loop FOLDER OUT WIDTHS WEBP_QUALITY WEBP_EFFORT JPEG_QUALITY");
for (const name of readdirSync(folder)) {
  const file = join(folder, name);
  for (const width of widths.split(",").map(Number)) {
    const resized = sharp(file).rotate().resize({ width, withoutEnlargement: true });
    await resized
      .clone()
      .webp({ quality: Number(webpQuality), effort: Number(webpEffort) })
      .toFile(join(out, `${name}-${width}.webp`));
    await resized
      .clone()
      .jpeg({ quality: Number(jpegQuality) })
      .toFile(join(out, `${name}-${width}.jpg`));
  }
}
