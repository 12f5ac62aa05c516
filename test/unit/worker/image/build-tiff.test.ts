import { buildTiff, type Raster } from "@mediashare/worker";
import { expect } from "chai";
import sharp from "sharp";

describe("buildTiff", () => {
  const raster = (width: number, height: number, channels: 3 | 4, profile?: Uint8Array): Raster => {
    const row = (y: number) => Uint8Array.from({ length: width * channels }, (_, index) => (index * 7 + y * 13) % 256);
    return { width, height, channels, profile, row };
  };
  const pixelsOf = ({ height, row }: Raster) => Buffer.concat(Array.from({ length: height }, (_, y) => row(y)));

  for (const [width, height, channels] of [
    [1, 1, 3],
    [5, 64, 3],
    [7, 65, 4],
    [33, 200, 3],
  ] as const) {
    it(`holds ${width} × ${height} pixels of ${channels} channels as they are`, async () => {
      const source = raster(width, height, channels);
      const { data, info } = await sharp(buildTiff(source)).raw().toBuffer({ resolveWithObject: true });
      expect(info).to.include({ width, height, channels });
      expect(data.equals(pixelsOf(source))).to.equal(true);
    });
  }

  it("holds the profile, by which its colours are understood", async () => {
    const swatch = await sharp({ create: { width: 1, height: 1, channels: 3, background: "#c83232" } })
      .withIccProfile("p3")
      .png()
      .toBuffer();
    const profile = (await sharp(swatch).metadata()).icc as Buffer;
    const odd = Buffer.concat([profile, Buffer.alloc(profile.length % 2 === 0 ? 1 : 0)]);
    expect((await sharp(buildTiff(raster(9, 9, 4, odd))).metadata()).icc?.equals(odd)).to.equal(true);
    const [red = 0, green = 0, blue = 0] = await sharp(swatch, { ignoreIcc: true }).raw().toBuffer();
    const tiff = buildTiff({ width: 1, height: 1, channels: 3, profile, row: () => Uint8Array.of(red, green, blue) });
    const [r = 0, g = 0, b = 0] = await sharp(tiff).toColourspace("srgb").raw().toBuffer();
    expect(
      [r - 200, g - 50, b - 50].every((difference) => Math.abs(difference) <= 2),
      `${[r, g, b]}`,
    ).to.equal(true);
  });
});
