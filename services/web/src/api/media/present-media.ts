import { faultsOfTheFile } from "@mediashare/contract";
import { type DeliverySigner, encodePath, type ListedMedia, type ListedRendition, type ShownMedia } from "@mediashare/core";
import type { Delivery, MediaDetail, MediaSummary, Rendition } from "./schema.ts";

type Signed = ReturnType<DeliverySigner["signMedia"]>;

/** The multivariant playlist, by which a player begins. */
const mainPlaylist = "main.m3u8";

/** A media as lists show it. */
export function presentSummary(media: ListedMedia, signed: Signed): MediaSummary {
  return {
    id: media.id,
    state: media.state as MediaSummary["state"],
    kind: media.kind,
    fileName: media.file_name,
    contentType: media.content_type,
    sizeBytes: media.size_bytes,
    width: media.width,
    height: media.height,
    durationMs: media.duration_ms,
    timelineAt: media.timeline_at.toISOString(),
    // Sums of single precision may end a hair above.
    progress: Math.min(1, media.progress),
    playable: media.playable,
    thumbhash: media.thumbhash?.toString("base64") ?? null,
    favourite: media.favourite,
    caption: media.caption,
    liveVideoId: media.live_video,
    trashedAt: media.trashed_at?.toISOString() ?? null,
    failure: presentFailure(media),
    ...presentDelivery(media, signed),
  };
}

/** A media as its own page shows it. */
export function presentDetail(media: ShownMedia, renditions: readonly ListedRendition[], signed: Signed): MediaDetail {
  return {
    ...presentSummary(media, signed),
    sha256: media.sha256.toString("hex"),
    createdAt: media.created_at.toISOString(),
    capturedAt: media.edited.capturedAt ?? media.captured_at?.toISOString() ?? null,
    edited: { captured: media.edited.capturedAt !== undefined, place: media.edited.place !== undefined },
    facts: presentFacts(media),
    ...presentPlayback(media, renditions),
  };
}

/** What a player needs to begin. */
export function presentPlayback(media: ListedMedia, renditions: readonly ListedRendition[]): Pick<MediaDetail, "hls" | "storyboard"> {
  // What failed half way has playlists that would never end.
  const isWatchable = media.playable && media.state !== "failed";
  const main = isWatchable ? renditions.find(({ name }) => name === mainPlaylist) : undefined;
  const storyboard = renditions.find(({ role, content_type }) => role === "storyboard" && content_type === "text/vtt");
  return {
    hls: main ? { path: encodePath(main.name), complete: media.state === "ready" } : null,
    storyboard: storyboard ? { path: encodePath(storyboard.name) } : null,
  };
}

/** What the owner says goes before what the file says. */
function presentFacts({ facts, edited, place_name: name }: ShownMedia): MediaDetail["facts"] {
  const { place: placeOfFile, ...rest } = facts;
  const place = edited.place === undefined ? placeOfFile : edited.place;
  return {
    ...rest,
    ...(place ? { place: { ...place, ...(name ? { name } : {}) } } : {}),
    ...(edited.capturedLocal === undefined ? {} : { capturedLocal: edited.capturedLocal }),
  };
}

function presentFailure({ state, failure_code: code, failure_message: message }: ListedMedia): MediaSummary["failure"] {
  if (state !== "failed" || code === null) return null;
  return { code, message: message ?? "It could not be processed.", retryable: !faultsOfTheFile.has(code) };
}

/** The outputs that a page can show as a picture, and where they are. */
export function presentDelivery(
  { generation, images }: Pick<ListedMedia, "generation" | "images">,
  signed: Signed,
): { delivery: Delivery; images: Rendition[] } {
  return {
    delivery: { baseUrl: signed.folderOf(generation), query: signed.query },
    images: images.map(([name, contentType, width, height, sizeBytes]) => ({
      path: encodePath(name),
      contentType,
      width,
      height,
      sizeBytes,
    })),
  };
}
