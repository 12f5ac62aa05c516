import { makePhoto, planPhotos } from "@mediashare/local";
import { type Look, makeLook, toPixels } from "@mediashare/worker";
import { expect } from "chai";
import sharp, { type Sharp } from "sharp";

/** What the database takes for alike: `record-look.ts`. */
const most = { outline: 6, steps: 10 };

const bitsBetween = (one: string, other: string) => (BigInt(`0x${one}`) ^ BigInt(`0x${other}`)).toString(2).replaceAll("0", "").length;
const areAlike = (one: Look, other: Look) =>
  bitsBetween(one.outline, other.outline) <= most.outline && bitsBetween(one.steps, other.steps) <= most.steps;
const lookAt = async (image: Sharp): Promise<Look> => (await makeLook(await toPixels(sharp(await image.toBuffer())))) as Look;

describe("the look of a photo", function () {
  this.timeout(60_000);
  let photos: Buffer[];
  let looks: Look[];
  before(async () => {
    photos = await Promise.all(
      planPhotos(8, new Date("2026-01-01")).map(async (photo) =>
        sharp(await makePhoto(photo))
          .resize({ width: 1_000 })
          .png({ compressionLevel: 1 })
          .toBuffer(),
      ),
    );
    looks = await Promise.all(photos.map((photo) => lookAt(sharp(photo))));
  });

  const copies: Readonly<Record<string, (photo: Sharp) => Sharp>> = {
    "compressed a lot": (photo) => photo.jpeg({ quality: 35 }),
    "of another format": (photo) => photo.webp({ quality: 60 }),
    "made much smaller": (photo) => photo.resize({ width: 400 }).jpeg(),
    "made a little brighter": (photo) => photo.linear(1.06, 3).jpeg(),
    "made a little darker": (photo) => photo.linear(0.92, 0).jpeg(),
  };
  for (const [how, copy] of Object.entries(copies)) {
    it(`stays alike when it is ${how}`, async () => {
      for (const [index, photo] of photos.entries()) {
        expect(areAlike(looks[index] as Look, await lookAt(copy(sharp(photo)))), `photo ${index}`).to.equal(true);
      }
    });
  }

  it("is not that of another photo, nor of its mirror image", async () => {
    for (const [index, look] of looks.entries()) {
      for (const other of looks.slice(index + 1)) expect(areAlike(look, other)).to.equal(false);
      expect(areAlike(look, await lookAt(sharp(photos[index]).flop()))).to.equal(false);
    }
  });

  it("is none where there is but one colour, with noise or without", async () => {
    const noise = { type: "gaussian", mean: 100, sigma: 20 } as const;
    const plain = { width: 640, height: 480, channels: 3, background: "#336699" } as const;
    for (const create of [plain, { ...plain, noise }])
      expect(await makeLook(await toPixels(sharp(await sharp({ create }).png().toBuffer())))).to.equal(undefined);
  });

  it("sees through what is not there as white, and takes grey pictures", async () => {
    const photo = sharp(photos[0]);
    expect(areAlike(looks[0] as Look, await lookAt(photo.clone().ensureAlpha().png()))).to.equal(true);
    expect(areAlike(looks[0] as Look, await lookAt(photo.clone().greyscale().png()))).to.equal(true);
  });
});
