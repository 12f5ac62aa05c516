import { type DeliverySigner, type Knex, listRenditions, type RenditionRow, type ShownMedia as ShownRow } from "@mediashare/core";
import { presentImage, summaryRoles } from "../media/present-media.ts";
import type { ShownMedia } from "./schema.ts";

type Signed = ReturnType<DeliverySigner["signMedia"]>;

/** A media as others than its owner see it. Every field is named here: what a row has besides is not theirs. */
export function presentShown(media: ShownRow, renditions: readonly RenditionRow[], signed: Signed, caption: string): ShownMedia {
  return {
    kind: media.kind,
    state: media.state as ShownMedia["state"],
    width: media.width,
    height: media.height,
    durationMs: media.duration_ms,
    // Sums of single precision may end a hair above.
    progress: Math.min(1, media.progress),
    playable: media.playable,
    caption,
    thumbhash: media.thumbhash?.toString("base64") ?? null,
    images: renditions.flatMap((rendition) => presentImage(rendition, signed)),
  };
}

/** The pictures of these media, by media. */
export async function picturesOf(db: Knex, media: readonly ShownRow[]): Promise<ReadonlyMap<string, readonly RenditionRow[]>> {
  return Map.groupBy(await listRenditions(db, media, summaryRoles), ({ media_id }) => media_id);
}
