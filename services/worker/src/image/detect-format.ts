import type { ImageFormat } from "./image-facts.ts";

/** How many bytes of a file `detectFormat` looks at. */
export const headBytes = 64;

/** HEVC in HEIF, which phones call HEIC, and HEIF of whatever coding (ISO/IEC 23008-12, clause 10 and annex B). */
const heifBrands: ReadonlySet<string> = new Set(["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"]);

/** What the first bytes say that a file is; its name does not matter. Undefined: none of what is decoded here. */
export function detectFormat(head: Uint8Array): ImageFormat | undefined {
  const text = Buffer.from(head).toString("latin1");
  if (text.startsWith("\xff\xd8\xff")) return "jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (/^GIF8[79]a/.test(text)) return "gif";
  if (/^RIFF.{4}WEBP/s.test(text)) return "webp";
  if (/^(II[*+]\0|MM\0[*+])/.test(text)) return "tiff";
  return text.slice(4, 8) === "ftyp" ? fromBrands(text) : undefined;
}

/** The major brand, the minor version, and the compatible brands up to the end of the box. */
function fromBrands(text: string): "avif" | "heic" | undefined {
  const end = Math.min(text.length, Buffer.from(text.slice(0, 4), "latin1").readUInt32BE());
  const brands = [text.slice(8, 12), ...(text.slice(16, end).match(/.{4}/gs) ?? [])];
  if (brands.some((brand) => brand === "avif" || brand === "avis")) return "avif";
  return brands.some((brand) => heifBrands.has(brand)) ? "heic" : undefined;
}
