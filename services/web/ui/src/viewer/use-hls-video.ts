import { Hls, type HlsVideoElement } from "hls-video-element";
import { type RefObject, useEffect, useRef, useState } from "react";
import { deliveredUrl } from "../api/delivered-url.ts";
import type { Delivery, MediaDetail } from "../api/media-api.ts";
import { buildHlsConfig } from "./hls-config.ts";

/** One try to mend a decoder is worth making; a second in a row would go on for ever. */
const mediaRecoveries = 1;

/** A video that can be played, and where. */
export interface Watchable {
  readonly delivery: Delivery;
  readonly hls: NonNullable<MediaDetail["hls"]>;
}

/**
 * Plays a video in the element. Later signatures of the same video do not start it anew: they are used for what
 * is still to be fetched. Calls `onStale` when it cannot be read any more, so that a new signature can be asked for.
 */
export function useHlsVideo(video: RefObject<HlsVideoElement | null>, { delivery, hls }: Watchable, onStale: () => void): boolean {
  const url = deliveredUrl(delivery, hls.path);
  const [failed, setFailed] = useState(false);
  const [played, setPlayed] = useState(url);
  const query = useRef(delivery.query);
  query.current = delivery.query;

  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    let recoveries = 0;
    setFailed(false);
    element.config = buildHlsConfig(() => query.current);
    element.src = played;
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

  if (failed && url !== played) setPlayed(url);
  return failed;
}
