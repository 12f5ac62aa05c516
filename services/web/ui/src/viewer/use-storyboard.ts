import { useEffect, useState } from "react";
import { deliveredUrl } from "../api/delivered-url.ts";
import type { MediaDetail } from "../api/media-api.ts";
import { signCues } from "./storyboard.ts";

/** The URL of a thumbnails track that the player can use, once it is there. Without one, scrubbing has no pictures. */
export function useStoryboard({ delivery, storyboard }: Pick<MediaDetail, "delivery" | "storyboard">): string | undefined {
  const [track, setTrack] = useState<string>();
  const url = storyboard && deliveredUrl(delivery, storyboard.path);
  const { query } = delivery;

  useEffect(() => {
    if (!url) return undefined;
    const controller = new AbortController();
    let made: string | undefined;
    const load = async () => {
      const response = await fetch(url, { signal: controller.signal });
      if (!response.ok) throw new Error(`The storyboard answered HTTP ${response.status}`);
      const vtt = signCues(await response.text(), url, query);
      if (controller.signal.aborted) return;
      made = URL.createObjectURL(new Blob([vtt], { type: "text/vtt" }));
      setTrack(made);
    };
    load().catch((error: unknown) => {
      if (!controller.signal.aborted) console.warn("Scrubbing has no pictures.", error);
    });
    return () => {
      controller.abort();
      setTrack(undefined);
      if (made) URL.revokeObjectURL(made);
    };
  }, [url, query]);
  return track;
}
