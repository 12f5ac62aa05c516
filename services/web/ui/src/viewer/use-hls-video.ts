import { Hls, type HlsVideoElement } from "hls-video-element";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { MediaDetail } from "../api/media-api.ts";
import { buildHlsConfig } from "./hls-config.ts";

/** One try to mend a decoder is worth making; a second in a row would go on for ever. */
const mediaRecoveries = 1;

/**
 * Plays an HLS source in the element. Later signatures of the same video do not start it anew: they are used for what
 * is still to be fetched. Calls `onStale` when the source cannot be read any more, so that a new one can be asked for.
 */
export function useHlsVideo(
  video: RefObject<HlsVideoElement | null>,
  source: NonNullable<MediaDetail["hls"]>,
  onStale: () => void,
): boolean {
  const [failed, setFailed] = useState(false);
  const [played, setPlayed] = useState(source);
  const query = useRef(source.query);
  query.current = source.query;

  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    let recoveries = 0;
    setFailed(false);
    element.config = buildHlsConfig(() => query.current);
    element.src = played.url;
    // The element makes its hls.js in a microtask.
    const timer = setTimeout(() => {
      element.api?.on(Hls.Events.ERROR, (_, data) => {
        if (!data.fatal) return;
        if (data.type === Hls.ErrorTypes.MEDIA_ERROR && recoveries < mediaRecoveries) {
          recoveries += 1;
          element.api?.recoverMediaError();
          return;
        }
        setFailed(true);
        onStale();
      });
    });
    return () => {
      clearTimeout(timer);
      element.removeAttribute("src");
    };
  }, [video, played, onStale]);

  if (failed && source.url !== played.url) setPlayed(source);
  return failed;
}
