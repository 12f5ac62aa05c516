import type { MediaPlace, MediaSummary } from "@mediashare/web/ui/api/media-api.ts";

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
    delivery: { baseUrl: "https://media.example/media/m/g1/", query: "Policy=p&Signature=s" },
    images: [],
    ...over,
  };
}

/** A place of one photo; say only what matters to the test. */
export function mediaPlace(over: Partial<MediaPlace> = {}): MediaPlace {
  const [latitude, longitude] = [over.latitude ?? 1, over.longitude ?? 2];
  return {
    latitude,
    longitude,
    count: 1,
    area: { south: latitude, west: longitude, north: latitude, east: longitude },
    name: null,
    cover: mediaSummary(),
    ...over,
  };
}
