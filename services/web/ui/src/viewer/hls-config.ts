import type { HlsConfig } from "hls.js";
import { withQuery } from "./signed-url.ts";

/**
 * How hls.js plays a video of ours, finished or growing. The signature goes with every request, as the playlists name plain files: the
 * latest one, as those of shares live for minutes.
 */
export function buildHlsConfig(query: () => string): Partial<HlsConfig> {
  return {
    xhrSetup: (xhr, url) => xhr.open("GET", withQuery(url.split("?", 1)[0] ?? url, query()), true),
    // A growing playlist starts at its beginning and has the length that is there, not that of a live broadcast.
    startPosition: 0,
    liveDurationInfinity: false,
    capLevelToPlayerSize: true,
    backBufferLength: 90,
  };
}
