import sharp from "sharp";

/** A photo that says where it was taken, as cameras write it. */
export async function photoAt(seed: number, [latitude, longitude]: readonly [number, number]): Promise<Uint8Array<ArrayBuffer>> {
  const dms = (degrees: number) => `${Math.floor(Math.abs(degrees))}/1 ${Math.round((Math.abs(degrees) % 1) * 600_000)}/10000 0/1`;
  const background = { r: (seed * 53) % 256, g: (seed * 97) % 256, b: (seed * 151) % 256 };
  const jpeg = await sharp({ create: { width: 640, height: 480, channels: 3, background } })
    .withExif({
      IFD3: {
        GPSLatitudeRef: latitude < 0 ? "S" : "N",
        GPSLatitude: dms(latitude),
        GPSLongitudeRef: longitude < 0 ? "W" : "E",
        GPSLongitude: dms(longitude),
      },
    })
    .jpeg()
    .toBuffer();
  return new Uint8Array(jpeg);
}
