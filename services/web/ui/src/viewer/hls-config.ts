import type { HlsConfig } from "hls.js";
import { withQuery } from "./signed-url.ts";

/** How hls.js plays a video of ours, finished or growing. The signature goes with every request: the playlists name plain files. */
export function buildHlsConfig(query: string): Partial<HlsConfig> {
  return {
    xhrSetup: (xhr, url) => xhr.open("GET", withQuery(url, query), true),
    // A growing playlist starts at its beginning and has the length that is there, not that of a live broadcast.
    startPosition: 0,
    liveDurationInfinity: false,
    capLevelToPlayerSize: true,
    backBufferLength: 90,
  };
}
