import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { applyPatches, findPlace, type Patch, UnknownPlaceError } from "@mediashare/core";
import { expect } from "chai";
import exifr from "exifr";
import sharp from "sharp";
import { buildTiff, withExifBlock } from "../../../support/exif.ts";
import { ffmpegPaths } from "../../../support/ffmpeg.ts";
import { makePhoto } from "../../../support/files.ts";
import { heicWithExif } from "../../../support/heic.ts";

const gps = [
  [0, { bytes: [2, 3, 0, 0] }],
  [1, { ascii: "N" }],
  [
    2,
    {
      rational: [
        [53, 1],
        [33, 1],
        [5, 1],
      ],
    },
  ],
  [3, { ascii: "E" }],
  [
    4,
    {
      rational: [
        [9, 1],
        [59, 1],
        [30, 1],
      ],
    },
  ],
] as const;
const tiff = buildTiff({ image: [[0x10f, { ascii: "Maker of cameras" }]], exif: [[0x9003, { ascii: "2024:05:01 12:30:00" }]], gps });
const xmp =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="53,33.1N" photoshop:City="Hamburg"/></rdf:RDF></x:xmpmeta>';

const sourceOf = (content: Buffer) => ({
  sizeBytes: content.length,
  read: async (start: number, end: number) => content.subarray(Math.max(0, start), Math.max(0, end)),
});
/** In chunks of odd lengths, so that patches lie across them. */
async function apply(content: Buffer, patches: readonly Patch[], chunk = 997): Promise<Buffer> {
  const chunks = Array.from({ length: Math.ceil(content.length / chunk) }, (_, index) =>
    content.subarray(index * chunk, (index + 1) * chunk),
  );
  return buffer(Readable.from(applyPatches(Readable.from(chunks), patches)));
}
const strip = async (content: Buffer, contentType: string) => apply(content, await findPlace(sourceOf(content), contentType));
const pixels = (content: Buffer) => sharp(content).raw().toBuffer();
const box = (type: string, ...content: Buffer[]) => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
};
const placeOf = async (content: Buffer) => exifr.gps(content).catch(() => undefined);

describe("findPlace", () => {
  it("empties the place of a JPEG's EXIF, and nothing else of it", async () => {
    const content = withExifBlock(await makePhoto({ seed: 1 }), tiff);
    expect(await placeOf(content)).to.deep.include({ latitude: 53 + 33 / 60 + 5 / 3600 });
    const clean = await strip(content, "image/jpeg");
    expect(clean.length).to.equal(content.length);
    expect(await placeOf(clean)).to.equal(undefined);
    expect(await exifr.parse(clean)).to.deep.include({ Make: "Maker of cameras" });
    expect((await pixels(clean)).equals(await pixels(content))).to.equal(true);
  });

  it("empties XMP, IPTC and maker notes of a JPEG, and those of JPEGs behind the picture", async () => {
    const segment = (code: number, text: string) => {
      const body = Buffer.from(text, "latin1");
      const head = Buffer.from([0xff, code, 0, 0]);
      head.writeUInt16BE(body.length + 2, 2);
      return Buffer.concat([head, body]);
    };
    const jpeg = Buffer.from(await makePhoto({ seed: 2 }));
    const with_ = (...segments: Buffer[]) => Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
    const notes = buildTiff({ exif: [[0x927c, { ascii: "LANDMARK Elbphilharmonie" }]] });
    const front = with_(
      segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${xmp}`),
      segment(0xed, "Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0c\x1c\x02\x5a\0\x07Hamburg"),
    );
    const content = Buffer.concat([front, withExifBlock(jpeg, notes), withExifBlock(jpeg, tiff)]);
    for (const word of ["Hamburg", "GPSLatitude", "Elbphilharmonie"]) expect(content.includes(word)).to.equal(true);
    const clean = await strip(content, "image/jpeg");
    for (const word of ["Hamburg", "GPSLatitude", "Elbphilharmonie"]) expect(clean.includes(word), word).to.equal(false);
    expect(await placeOf(clean.subarray(clean.length - withExifBlock(jpeg, tiff).length))).to.equal(undefined);
    expect((await pixels(clean)).equals(await pixels(content))).to.equal(true);
  });

  for (const format of ["png", "webp", "avif"] as const) {
    it(`empties that of a ${format}`, async () => {
      const content = await sharp(await makePhoto({ seed: 3 }))
        .withExif({
          IFD0: { Make: "Maker" },
          IFD3: { GPSLatitudeRef: "N", GPSLatitude: "53/1 33/1 5/1", GPSLongitudeRef: "E", GPSLongitude: "9/1 59/1 30/1" },
        })
        .withXmp(xmp)
        .toFormat(format)
        .toBuffer();
      const exif = (await sharp(content).metadata()).exif as Buffer;
      expect(await exifr.gps(exif.subarray(exif.indexOf("II*") >= 0 ? exif.indexOf("II*") : exif.indexOf("MM")))).to.include({
        latitude: 53 + 33 / 60 + 5 / 3600,
      });
      expect(String((await sharp(content).metadata()).xmp)).to.include("Hamburg");
      const clean = await strip(content, `image/${format}`);
      expect(String((await sharp(clean).metadata()).xmp)).to.not.include("Hamburg");
      const left = (await sharp(clean).metadata()).exif;
      const at = left ? Math.max(left.indexOf("II*"), left.indexOf("MM")) : -1;
      expect(left && (await exifr.gps(left.subarray(at)).catch(() => undefined))).to.equal(undefined);
      expect((await pixels(clean)).equals(await pixels(content))).to.equal(true);
    });
  }

  it("empties that of a HEIC, and nothing else of it", async () => {
    const content = await heicWithExif(tiff);
    const at = content.indexOf(tiff);
    expect(await placeOf(content.subarray(at))).to.deep.include({ latitude: 53 + 33 / 60 + 5 / 3600 });
    const clean = await strip(content, "image/heic");
    expect(clean.length).to.equal(content.length);
    expect(await placeOf(clean.subarray(at))).to.equal(undefined);
    expect(await exifr.parse(clean.subarray(at))).to.deep.include({ Make: "Maker of cameras" });
    expect(clean.subarray(0, at).equals(content.subarray(0, at))).to.equal(true);
    expect(clean.subarray(at + tiff.length).equals(content.subarray(at + tiff.length))).to.equal(true);
  });

  it("empties that of the film in a HEIC, and knows no other parts", async () => {
    const place = box("moov", box("udta", box("\xa9xyz", Buffer.from("+53.5513+009.9917/"))));
    const content = Buffer.concat([await heicWithExif(tiff), box("mpvd", box("ftyp", Buffer.from("mp42")), place)]);
    const clean = await strip(content, "image/heic");
    expect(clean.length).to.equal(content.length);
    expect(content.includes("+53.5513")).to.equal(true);
    expect(clean.includes("+53.5513")).to.equal(false);
    expect(await placeOf(clean.subarray(content.indexOf(tiff)))).to.equal(undefined);
    const unknown = Buffer.concat([content, box("sefd", Buffer.alloc(40))]);
    expect(await findPlace(sourceOf(unknown), "image/heic").catch((error: unknown) => error)).to.be.instanceOf(UnknownPlaceError);
  });

  it("empties that of a TIFF", async () => {
    const content = buildTiff({ image: [[0x10f, { ascii: "Maker of cameras" }]], gps }, Buffer.alloc(256, 99));
    const clean = await strip(content, "image/tiff");
    expect(await placeOf(content)).to.be.an("object");
    expect(await placeOf(clean)).to.equal(undefined);
    expect((await pixels(clean)).equals(await pixels(content))).to.equal(true);
  });

  for (const [format, type] of [
    ["mp4", "video/mp4"],
    ["mov", "video/quicktime"],
  ] as const) {
    it(`empties that of a ${format}, whose pictures and sound stay as they are`, async () => {
      const { ffmpeg, ffprobe } = ffmpegPaths();
      const folder = await mkdtemp(join(tmpdir(), "mediashare-place-"));
      try {
        const file = join(folder, `clip.${format}`);
        await promisify(execFile)(ffmpeg, [
          ...["-loglevel", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=10", "-f", "lavfi", "-i", "sine"],
          ...[
            "-t",
            "1",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-c:a",
            "aac",
            "-metadata",
            "location=+53.5513+009.9917/",
            "-metadata",
            "title=kept",
          ],
          ...[
            "-metadata",
            "com.apple.quicktime.location.ISO6709=+53.5513+009.9917+010/",
            ...(format === "mov" ? ["-movflags", "use_metadata_tags"] : []),
            file,
          ],
        ]);
        const content = await readFile(file);
        const show = async (path: string) =>
          (await promisify(execFile)(ffprobe, ["-v", "error", "-show_format", "-of", "json", path])).stdout;
        expect(await show(file)).to.match(/"[^"]*location[^"]*": "\+53\.5513/i);
        const clean = await strip(content, type);
        expect(clean.length).to.equal(content.length);
        expect(clean.includes("+53.5513")).to.equal(false);
        const cleanFile = join(folder, `clean.${format}`);
        await writeFile(cleanFile, clean);
        const hash = async (path: string) =>
          (await promisify(execFile)(ffmpeg, ["-loglevel", "error", "-i", path, "-map", "0", "-c", "copy", "-f", "framemd5", "-"])).stdout;
        expect(await hash(cleanFile)).to.equal(await hash(file));
        expect(await show(cleanFile))
          .to.include("kept")
          .and.not.match(/location|53\.55/i);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  }

  it("will not say of what it does not know that it has no place", async () => {
    const gopro = box("moov", box("trak", box("mdia", box("hdlr", Buffer.from("\0\0\0\0mhlrmeta", "latin1")))));
    const bigTiff = Buffer.from("II+\0\x08\0\0\0", "latin1");
    for (const [content, type] of [
      [gopro, "video/mp4"],
      [bigTiff, "image/tiff"],
      [Buffer.alloc(10), "video/webm"],
      [Buffer.alloc(10), "image/gif"],
      [Buffer.from("no boxes at all, but text"), "image/avif"],
    ] as const) {
      const outcome = await findPlace(sourceOf(content), type).catch((error: unknown) => error);
      expect(outcome, type).to.be.instanceOf(UnknownPlaceError);
    }
  });

  it("ends on every file cut off anywhere, and never says more than it knows", async () => {
    const content = withExifBlock(await makePhoto({ seed: 4, width: 32, height: 32 }), tiff);
    for (let length = 0; length < 400; length += 3) {
      const cut = content.subarray(0, length);
      const outcome = await findPlace(sourceOf(cut), "image/jpeg").catch((error: unknown) => error);
      if (!Array.isArray(outcome)) expect(outcome, String(length)).to.be.instanceOf(UnknownPlaceError);
    }
  });
});

describe("applyPatches", () => {
  const content = Buffer.from("0123456789abcdefghij");
  const patches: Patch[] = [
    { start: 2, end: 5, fill: 0x2d },
    { start: 8, end: 8, fill: 0x2d },
    { start: 9, end: 12, bytes: Buffer.from("<long>") },
    { start: 15, end: 17, bytes: Buffer.alloc(0) },
    { start: 19, end: 40, fill: 0x2e },
  ];
  for (const chunk of [1, 2, 3, 7, 100]) {
    it(`is the same in chunks of ${chunk}`, async () => {
      expect(String(await apply(content, patches, chunk))).to.equal("01---5678<long>cdehi.");
    });
  }
});
