import { type DeliverySigner, type Knex, type ListedMedia, type ListedRendition, listRenditions } from "@mediashare/core";
import { presentImage, summaryRoles } from "../media/present-media.ts";
import type { ShownMedia } from "./schema.ts";

type Signed = ReturnType<DeliverySigner["signMedia"]>;

/** A media as others than its owner see it. Every field is named here: what a row has besides is not theirs. */
export function presentShown(media: ListedMedia, renditions: readonly ListedRendition[], signed: Signed, caption: string): ShownMedia {
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
export async function picturesOf(db: Knex, media: readonly ListedMedia[]): Promise<ReadonlyMap<string, readonly ListedRendition[]>> {
  return Map.groupBy(await listRenditions(db, media, summaryRoles), ({ media_id }) => media_id);
}
