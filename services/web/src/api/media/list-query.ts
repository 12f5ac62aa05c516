import { mediaKinds } from "@mediashare/contract";
import type { MediaFilter } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import { z } from "zod";
import { areaText, toArea } from "./area.ts";

const mostWords = 8;
export const pageQuery = z.object({
  cursor: z.string().max(200).optional().meta({ description: "`nextCursor` of the page before" }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const only = (description: string) => z.literal("true").optional().meta({ description });

export const listQuery = pageQuery.extend({
  q: z.string().max(200).optional().meta({
    description:
      "Words; each must stand, as a part of a word, in file name, caption, camera, lens, the name of the place, or the day, as `2024-06-15` and `June`. Only what is finished is found",
  }),
  kind: z.enum(mediaKinds).optional(),
  camera: z.string().min(1).max(200).optional().meta({ description: "As `GET /v1/media/cameras` names it" }),
  favourite: only("Only favourites"),
  place: only("Only what has a place"),
  from: z.iso.datetime({ offset: true }).optional().meta({ description: "Only what stands in the timeline at this moment or later" }),
  before: z.iso.datetime({ offset: true }).optional().meta({ description: "Only what stands in the timeline before this moment" }),
  area: areaText.optional().meta({ description: "Only what was taken inside south,west,north,east, in degrees" }),
});

/** @throws ProblemError 400 */
export function toFilter(query: z.output<typeof listQuery>): MediaFilter {
  const words = (query.q ?? "").split(/\s+/).filter((word) => word !== "");
  if (words.length > mostWords)
    throw new ProblemError(400, "too_many_words", `Search for ${mostWords} words at most; these are ${words.length}.`);
  return {
    words,
    kind: query.kind,
    camera: query.camera,
    favourite: query.favourite === undefined ? undefined : true,
    hasPlace: query.place === undefined ? undefined : true,
    from: query.from === undefined ? undefined : new Date(query.from),
    before: query.before === undefined ? undefined : new Date(query.before),
    area: query.area === undefined ? undefined : toArea(query.area),
  };
}
