import { z } from "zod";
import { areaText } from "../media/area.ts";
import { mediaSummary } from "../media/schema.ts";

export const placesQuery = z.object({
  area: areaText.default("-90,-180,90,180").meta({
    description: "south,west,north,east in degrees; west is greater than east across the date line. It is widened to whole cells",
  }),
  zoom: z.coerce
    .number()
    .int()
    .min(0)
    .max(20)
    .default(0)
    .meta({ description: "As maps on the web count it: at 0 the world is 256 pixels wide, and each level doubles that" }),
});

const degrees = z.number().min(-180).max(180);

export const mediaPlace = z
  .object({
    latitude: degrees.meta({ description: "The middle of where they were taken, in degrees" }),
    longitude: degrees,
    count: z.int().positive(),
    area: z
      .object({ south: degrees, west: degrees, north: degrees, east: degrees })
      .meta({ description: "Has all of them and no others: `GET /v1/media` lists them by it" }),
    name: z.string().nullable().meta({ description: "What people call the place of the cover, in English" }),
    cover: mediaSummary.meta({ description: "The latest of them" }),
  })
  .meta({ id: "MediaPlace" });

export type MediaPlace = z.infer<typeof mediaPlace>;
