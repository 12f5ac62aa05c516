import { detectType } from "@mediashare/upload";
import { expect } from "chai";
import sharp from "sharp";

const pixels = () => sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } });
const box = (type: string, brand: string) =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`${type}${brand}\0\0\0\0isomiso2`), Buffer.alloc(64)]);
/** EBML header with a DocType. */
const ebml = (docType: string) =>
  Buffer.concat([
    Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x80 | (docType.length + 3), 0x42, 0x82, 0x80 | docType.length]),
    Buffer.from(docType),
    Buffer.alloc(64),
  ]);

describe("detectType", () => {
  for (const format of ["jpeg", "png", "webp", "avif", "gif", "tiff"] as const) {
    it(`knows ${format} by its content`, async () => {
      const head = await pixels().toFormat(format).toBuffer();
      expect(await detectType(head.subarray(0, 4_100), "text.txt")).to.deep.equal({ contentType: `image/${format}`, kind: "image" });
    });
  }

  for (const [name, head, contentType] of [
    ["HEIC", box("ftyp", "heic"), "image/heic"],
    ["HEIC of 10 bits", box("ftyp", "heix"), "image/heic"],
    ["a sequence of HEIC", box("ftyp", "hevc"), "image/heic"],
    ["HEIF", box("ftyp", "mif1"), "image/heif"],
    ["a sequence of HEIF", box("ftyp", "msf1"), "image/heif"],
    ["AVIF that says so second", Buffer.from("\0\0\0\x1cftypmif1\0\0\0\0miafavif\0\0\0\0meta", "latin1"), "image/avif"],
  ] as const) {
    it(`knows ${name} by its brands`, async () => {
      expect(await detectType(head, "photo.jpg")).to.deep.equal({ contentType, kind: "image" });
    });
  }

  for (const endianness of ["little", "big"] as const) {
    it(`knows a ${endianness}-endian TIFF whose directory is behind its first bytes`, async () => {
      const mark = endianness === "little" ? "II*\0\x40\x42\x0f\0" : "MM\0*\0\x0f\x42\x40";
      const head = Buffer.concat([Buffer.from(mark, "latin1"), Buffer.alloc(4_092)]);
      expect(await detectType(head, "text.txt")).to.deep.equal({ contentType: "image/tiff", kind: "image" });
    });
  }

  for (const [name, head, contentType] of [
    ["MP4", box("ftyp", "isom"), "video/mp4"],
    ["M4V", box("ftyp", "M4V "), "video/mp4"],
    ["MOV", box("ftyp", "qt  "), "video/quicktime"],
    ["MOV without ftyp", box("wide", "    "), "video/quicktime"],
    ["WebM", ebml("webm"), "video/webm"],
    ["MKV", ebml("matroska"), "video/matroska"],
  ] as const) {
    it(`knows ${name} by its content`, async () => {
      expect(await detectType(head, "photo.jpg")).to.deep.equal({ contentType, kind: "video" });
    });
  }

  for (const [name, head] of [
    ["audio", box("ftyp", "M4A ")],
    ["SVG", Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["HTML", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["a playlist", Buffer.from("#EXTM3U\n")],
    ["a concat script", Buffer.from("ffconcat version 1.0\n")],
    ["a ZIP", Buffer.from("PK\u0003\u0004")],
    ["text", Buffer.from("hello")],
    ["a single byte", Buffer.from([0xff])],
    ["a broken EBML header", Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0xff, 0xff, 0xff])],
  ] as const) {
    it(`refuses ${name}, whatever its name`, async () => {
      const error = await detectType(head, "photo.jpg").catch((thrown: unknown) => thrown);
      expect(error).to.include({ status: 415, code: "unsupported_type" });
      expect(error)
        .to.have.property("message")
        .that.matches(/^"photo\.jpg" is .+ by its content\. Accepted are JPEG, PNG, .* MKV\.$/);
    });
  }
});
