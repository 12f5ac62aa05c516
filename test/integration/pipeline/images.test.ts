import { type components, deliveredUrl } from "@mediashare/client";
import type { MediaDetail } from "@mediashare/web";
import { expect } from "chai";
import sharp, { type Sharp } from "sharp";
import { buildTiff, gps } from "../../support/exif.ts";
import { heicWithExif } from "../../support/heic.ts";
import { pixelAt } from "../../support/image-engine.ts";
import { Library } from "../../support/library.ts";
import { fetchAsOwner } from "../../support/owner.ts";

const width = 1000;
const height = 700;
const widths = [320, 640, 1000];

/** What a phone writes: camera, date with offset, and the place 46° 33' 30" N, 8° 33' 36" E. */
const exif = {
  IFD0: { Make: "Acme", Model: "Phone 9" },
  IFD2: { DateTimeOriginal: "2024:03:05 10:20:30", OffsetTimeOriginal: "+02:00" },
  IFD3: { GPSLatitudeRef: "N", GPSLatitude: "46/1 33/1 3000/100", GPSLongitudeRef: "E", GPSLongitude: "8/1 33/1 3600/100" },
};
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>`;

/** Grey, with a red corner at the top left as it is displayed; stored lying on its side where `sideways`. */
async function marked(sideways: boolean): Promise<Sharp> {
  const corner = await sharp({ create: { width: 200, height: 150, channels: 3, background: "#e01010" } })
    .png()
    .toBuffer();
  const upright = await sharp({ create: { width, height, channels: 3, background: "#909090" } })
    .composite([{ input: corner, left: 0, top: 0 }])
    .png()
    .toBuffer();
  const stored = await sharp(upright)
    .rotate(sideways ? 270 : 0)
    .png()
    .toBuffer();
  return sharp(stored)
    .withExif(exif)
    .withMetadata({ orientation: sideways ? 6 : 1 })
    .withIccProfile("p3")
    .withXmp(xmp);
}

async function animation(): Promise<Buffer> {
  const frame = (background: string): Promise<Buffer> =>
    sharp({ create: { width: 400, height: 300, channels: 3, background } })
      .png()
      .toBuffer();
  const frames = await Promise.all(["#e01010", "#10e010", "#1010e0"].map(frame));
  return sharp(frames, { join: { animated: true } })
    .gif({ delay: [100, 100, 100] })
    .toBuffer();
}

function expectFacts({ capturedAt, timelineAt, facts: { camera, capturedLocal, place } }: MediaDetail): void {
  expect(capturedAt).to.equal("2024-03-05T08:20:30.000Z");
  expect(timelineAt).to.equal(capturedAt);
  expect(camera).to.deep.equal({ make: "Acme", model: "Phone 9" });
  expect(capturedLocal).to.equal("2024-03-05T10:20:30+02:00");
  expect(place?.latitude).to.be.closeTo(46.5583, 0.001);
  expect(place?.longitude).to.be.closeTo(8.56, 0.001);
  expect(place?.name).to.equal("Airolo, Switzerland");
}

describe("images, from upload to delivery", () => {
  let library: Library;

  before(async function () {
    this.timeout(120_000);
    library = await Library.open();
    await library.deployment.start("worker");
  });
  after(() => library?.close());

  const download = async (url: string): Promise<Buffer> => {
    const response = await fetch(url);
    expect(response.status, url).to.equal(200);
    return Buffer.from(await response.arrayBuffer());
  };

  const kinds: [name: string, sideways: boolean, encode: (image: Sharp) => Sharp][] = [
    ["JPEG", true, (image) => image.jpeg()],
    ["PNG", false, (image) => image.png()],
    ["WebP", true, (image) => image.webp()],
    ["AVIF", false, (image) => image.avif({ effort: 0 })],
    ["TIFF", true, (image) => image.tiff()],
  ];
  for (const [name, sideways, encode] of kinds) {
    it(`${name}${sideways ? " held sideways" : ""}: renditions are upright, in each width, and tell nothing of where and by what it was taken`, async () => {
      const original = await encode(await marked(sideways)).toBuffer();
      const { exif: block, icc, xmp: packet } = await sharp(original).metadata();
      // libvips writes no EXIF into TIFF; what cameras write there is read in the image engine's own tests.
      const hasExif = name !== "TIFF";
      expect([block, icc, packet].map(Boolean), "the original tells it").to.deep.equal([hasExif, true, true]);

      const id = await library.add(`photo.${name.toLowerCase()}`, new Uint8Array(original));
      const detail = await library.settled(id, "ready");
      expect(detail).to.deep.include({ kind: "image", width, height, progress: 1 });
      if (hasExif) expectFacts(detail);
      expect(Buffer.from(detail.thumbhash ?? "", "base64").length).to.be.within(5, 40);

      expect(detail.images.map((image) => [image.width, image.contentType])).to.have.deep.members(
        widths.flatMap((each) => [
          [each, "image/webp"],
          [each, "image/jpeg"],
        ]),
      );
      for (const image of detail.images) {
        const rendition = await download(deliveredUrl(detail.delivery, image.path));
        expect(rendition.length).to.equal(image.sizeBytes);
        const metadata = await sharp(rendition).metadata();
        expect(metadata).to.include({ width: image.width, height: image.height, format: image.contentType.slice("image/".length) });
        expect(image.height).to.equal(Math.round((height * image.width) / width));
        for (const key of ["exif", "icc", "xmp", "iptc", "orientation"] as const) expect(metadata[key], key).to.equal(undefined);
        for (const word of ["Acme", "Exif", "x:xmpmeta", "2024:03:05"]) expect(rendition.includes(word), word).to.equal(false);
        const [red = 0, green = 0, blue = 0] = await pixelAt(rendition, 20, 20);
        expect(red, "the marked corner").to.be.greaterThan(200);
        expect(Math.max(green, blue), "the marked corner").to.be.lessThan(60);
        for (const [x, y] of [
          [image.width - 20, 20],
          [20, image.height - 20],
          [image.width - 20, image.height - 20],
        ] as const) {
          const [r = 0, g = 0, b = 0] = await pixelAt(rendition, x, y);
          expect(Math.max(r, g, b) - Math.min(r, g, b), "another corner").to.be.lessThan(20);
        }
      }
    });
  }

  it("HEIC: as phones make it, with all that it tells", async () => {
    const block = buildTiff({ image: [[0x110, { ascii: "iPhone 17" }]], exif: [[0x9003, { ascii: "2026:05:06 07:08:09" }]], gps });
    const heic = await heicWithExif(block);
    const detail = await library.settled(await library.add("IMG_1.HEIC", new Uint8Array(heic)), "ready");
    expect(detail).to.include({
      kind: "image",
      contentType: "image/heic",
      width: 400,
      height: 300,
      capturedAt: "2026-05-06T07:08:09.000Z",
    });
    expect(detail.facts).to.deep.include({ camera: { model: "iPhone 17" } });
    expect(detail.facts.place?.name).to.include("Hamburg");
    const [red = 0, green = 255] = await pixelAt(await download(deliveredUrl(detail.delivery, detail.images[0]?.path ?? "")), 20, 20);
    expect([red > 240, green < 15]).to.deep.equal([true, true]);

    const cut = await library.settled(await library.add("IMG_2.HEIC", new Uint8Array(heic.subarray(0, heic.length - 500))), "failed");
    expect(cut.failure).to.deep.include({ code: "truncated", retryable: false });
  });

  it("GIF: an animation stays one, as WebP, with a still beside it", async () => {
    const id = await library.add("loop.gif", new Uint8Array(await animation()));
    const detail = await library.settled(id, "ready");
    expect(detail).to.include({ width: 400, height: 300 });
    expect(detail.facts.animated).to.equal(true);
    expect(detail.thumbhash).to.be.a("string");
    expect(detail.images.map((image) => `${image.width} ${image.contentType}`)).to.have.members(
      [320, 400].flatMap((each) => [`${each} image/webp`, `${each} image/jpeg`]),
    );
    for (const image of detail.images) {
      const metadata = await sharp(await download(deliveredUrl(detail.delivery, image.path)), { pages: -1 }).metadata();
      expect(metadata.pages ?? 1).to.equal(image.contentType === "image/webp" ? 3 : 1);
      expect(metadata.width).to.equal(image.width);
    }
  });

  it("are delivered to nobody without a signature", async () => {
    const page = (await (await fetchAsOwner(`${library.web.url}/v1/media`)).json()) as components["schemas"]["MediaPage"];
    const { delivery, images } = page.items[0] as (typeof page.items)[number];
    const url = new URL(deliveredUrl(delivery, images[0]?.path as string));
    expect((await fetch(url)).status).to.equal(200);
    url.search = "";
    expect((await fetch(url)).status).to.equal(403);
  });
});
