import type { MediaSummary } from "@mediashare/web/ui/api/media-api.ts";

/** A photo that is ready; say only what matters to the test. */
export function mediaSummary(over: Partial<MediaSummary> = {}): MediaSummary {
  return {
    id: "00000000-0000-7000-8000-000000000001",
    state: "ready",
    kind: "image",
    fileName: "IMG_1.jpg",
    contentType: "image/jpeg",
    sizeBytes: 1_000,
    width: 1500,
    height: 1000,
    durationMs: null,
    timelineAt: "2026-05-01T12:00:00.000Z",
    progress: 1,
    playable: false,
    thumbhash: null,
    favourite: false,
    caption: "",
    liveVideoId: null,
    trashedAt: null,
    failure: null,
    images: [],
    ...over,
  };
}
