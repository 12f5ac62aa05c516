import { listMediaById } from "@mediashare/core";
import { z } from "zod";
import type { MediaDeps } from "../media/media-deps.ts";
import { presentSummary } from "../media/present-media.ts";
import { type MediaEvent, mediaEvent } from "../media/schema.ts";

const mediaEvents = z.array(mediaEvent);

/** How these media of an owner are now, each as the data of an event, held to its schema like any answer. */
export async function describeMediaNow(
  deps: Omit<MediaDeps, "originals" | "logger">,
  ownerId: string,
  ids: readonly string[],
): Promise<MediaEvent[]> {
  const { db, signer, now } = deps;
  const shown = new Map((await listMediaById(db, { ids, ownerId })).map((media) => [media.id, media]));
  const events = ids.map((id) => {
    const media = shown.get(id);
    return { id, media: media ? presentSummary(media, signer.signMedia(id, now())) : null };
  });
  return mediaEvents.parse(events);
}
