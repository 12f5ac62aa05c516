import { decideImageFault, detectFormat } from "@mediashare/worker";
import { expect } from "chai";

const formatOf = (head: string): string | undefined => detectFormat(Buffer.from(head, "latin1"));
const ftyp = (...brands: string[]): string =>
  `\0\0\0${String.fromCharCode(12 + 4 * brands.length)}ftyp${brands[0]}\0\0\0\0${brands.slice(1).join("")}\0\0\0\0meta`;

describe("the format of an image", () => {
  const table: [string, string | undefined][] = [
    ["\xff\xd8\xff\xe0", "jpeg"],
    ["\x89PNG\r\n\x1a\n", "png"],
    ["GIF87a", "gif"],
    ["GIF89a", "gif"],
    ["RIFF\x10\0\0\nWEBP", "webp"],
    ["RIFF\x10\0\0\0WAVE", undefined],
    ["II*\0", "tiff"],
    ["MM\0*", "tiff"],
    ["MM\0+", "tiff"],
    [ftyp("avif", "mif1", "miaf"), "avif"],
    [ftyp("mif1", "miaf", "avif"), "avif"],
    [ftyp("heic", "mif1"), "heic"],
    [ftyp("mif1", "heic"), "heic"],
    [ftyp("mif1", "miaf"), "heic"],
    [ftyp("msf1", "hevc"), "heic"],
    [ftyp("isom", "mp42"), undefined],
    ["<svg xmlns='http://www.w3.org/2000/svg'>", undefined],
    ["%PDF-1.7", undefined],
    ["hello", undefined],
    ["", undefined],
  ];
  for (const [head, format] of table) it(`of ${JSON.stringify(head)} is ${format}`, () => expect(formatOf(head)).to.equal(format));
});

describe("what libvips says", () => {
  const table: [string, boolean, string | undefined][] = [
    ["VipsJpeg: premature end of JPEG image", false, "truncated"],
    ["VipsJpeg: Corrupt JPEG data: premature end of data segment", false, "corrupt"],
    ["vipspng: libpng read error", true, "truncated"],
    ["vipspng: libpng read error", false, "corrupt"],
    ["gifload: Unexpected end of GIF source data", false, "truncated"],
    ["tiff2vips: Read error on strip 0; got 5 bytes, expected 100", false, "truncated"],
    ["heif: Unsupported feature: Unsupported codec (4.3000)", false, "unsupported_coding"],
    ["Error while loading plugin: Support for this compression format has not been built in (11.6003)", false, "unsupported_coding"],
    ["heif: Memory allocation error: Security limit exceeded", false, "too_many_pixels"],
    ["out of memory --- size == 3MB", false, undefined],
    ["wbuffer_write: write failed\nunix error: No space left on device", false, undefined],
  ];
  for (const [message, endsEarly, fault] of table) {
    it(`“${message}”${endsEarly ? " of a file that ends early" : ""} means ${fault ?? "that the file is not at fault"}`, () => {
      expect(decideImageFault(message, endsEarly)).to.equal(fault);
    });
  }
});
