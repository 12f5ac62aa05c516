import type { DeliverySigner, ListedMedia } from "@mediashare/core";
import { presentDelivery } from "../media/present-media.ts";
import type { ShownMedia } from "./schema.ts";

type Signed = ReturnType<DeliverySigner["signMedia"]>;

/** A media as others than its owner see it. Every field is named here: what a row has besides is not theirs. */
export function presentShown(media: ListedMedia, signed: Signed, caption: string): ShownMedia {
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
    ...presentDelivery(media, signed),
  };
}
