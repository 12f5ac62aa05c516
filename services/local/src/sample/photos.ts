import sharp from "sharp";
import { renderScene } from "./scene.ts";

export interface SamplePhoto {
  readonly fileName: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly capturedAt: Date;
  readonly camera: { readonly make: string; readonly model: string };
  readonly place: { readonly latitude: number; readonly longitude: number };
}

const cameras = [
  { make: "Mediashare", model: "Sample One" },
  { make: "Mediashare", model: "Sample Pocket" },
];
const places = [
  { latitude: 46.5586, longitude: 8.5613 },
  { latitude: 60.3913, longitude: 5.3221 },
  { latitude: -44.0046, longitude: 170.477 },
];
const sizes: readonly (readonly [number, number])[] = [
  [4000, 3000],
  [3000, 4000],
  [4032, 2268],
  [3600, 2400],
  [2400, 2400],
  [5000, 2000],
];

/** `count` photos over the weeks before `now`, a few a day. */
export function planPhotos(count: number, now: Date): SamplePhoto[] {
  return Array.from({ length: count }, (_unused, index) => {
    const [width, height] = sizes[(index * 5) % sizes.length] as readonly [number, number];
    const capturedAt = new Date(now.getTime() - Math.floor(index / 5) * 3 * 86_400_000 - index * 1_860_000);
    return {
      fileName: `sample-${String(index + 1).padStart(2, "0")}.jpg`,
      seed: index,
      width,
      height,
      capturedAt,
      camera: cameras[index % cameras.length] as SamplePhoto["camera"],
      place: places[Math.floor(index / 5) % places.length] as SamplePhoto["place"],
    };
  });
}

export async function makePhoto(photo: SamplePhoto): Promise<Buffer> {
  const { latitude, longitude } = photo.place;
  return sharp(Buffer.from(renderScene(photo.seed, photo.width, photo.height)), { limitInputPixels: 50_000_000 })
    .jpeg({ quality: 88 })
    .withExif({
      IFD0: { Make: photo.camera.make, Model: photo.camera.model },
      IFD2: {
        DateTimeOriginal: exifDate(photo.capturedAt),
        OffsetTimeOriginal: "+00:00",
        FNumber: "28/10",
        ExposureTime: "1/250",
        ISOSpeedRatings: "100",
      },
      IFD3: {
        GPSLatitudeRef: latitude < 0 ? "S" : "N",
        GPSLatitude: degrees(latitude),
        GPSLongitudeRef: longitude < 0 ? "W" : "E",
        GPSLongitude: degrees(longitude),
      },
    })
    .toBuffer();
}

/** `YYYY:MM:DD HH:MM:SS`, as Exif 2.32 has it. */
function exifDate(date: Date): string {
  return date.toISOString().slice(0, 19).replaceAll("-", ":").replace("T", " ");
}

function degrees(value: number): string {
  const seconds = Math.round(Math.abs(value) * 360_000);
  return `${Math.floor(seconds / 360_000)}/1 ${Math.floor((seconds % 360_000) / 6_000)}/1 ${seconds % 6_000}/100`;
}
