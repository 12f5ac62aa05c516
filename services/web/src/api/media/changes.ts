import type { MediaChanges } from "@mediashare/core";
import { z } from "zod";

/** Calendar and clock, with the offset of that clock from UTC. */
const localDateTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)$/;

const captured = z.iso
  .datetime({ offset: true })
  .refine((value) => localDateTime.test(value), "must be to the second, with its offset from UTC: 2024-05-01T12:30:00+02:00")
  .refine((value) => {
    const year = new Date(value).getUTCFullYear();
    return year >= 1800 && year <= 2200;
  }, "must be between the years 1800 and 2200");

const degrees = (most: number) => z.number(wrongDegrees(most)).min(-most, wrongDegrees(most)).max(most, wrongDegrees(most));
const wrongDegrees = (most: number) => `must be degrees, from -${most} to ${most}`;
const place = z.object({ latitude: degrees(90), longitude: degrees(180) });

export const mediaChanges = z
  .strictObject({
    favourite: z.boolean().optional(),
    caption: z.string().trim().max(2_000).optional().meta({ description: "Empty: none" }),
    captured: captured
      .nullable()
      .optional()
      .meta({
        description: "When it was taken: the time on the clock there, and that clock's offset from UTC. Null: as the file says",
        examples: ["2024-05-01T12:30:00+02:00"],
      }),
    place: z
      .union([place, z.literal("none")], "must be latitude (from -90 to 90) and longitude (from -180 to 180) in degrees, or `none`")
      .nullable()
      .optional()
      .meta({ description: "Where it was taken, in degrees; `none`: nowhere, whatever the file says. Null: as the file says" }),
  })
  .meta({ id: "MediaChanges" });

export const deleteQuery = z.object({
  forever: z.stringbool().default(false).meta({ description: "At once, and for good" }),
});

/** What the parsed request asks for. */
export function toChanges({ captured: at, ...others }: z.output<typeof mediaChanges>): MediaChanges {
  if (at === undefined || at === null) return { ...others, captured: at };
  return { ...others, captured: { at: new Date(at), local: at } };
}
