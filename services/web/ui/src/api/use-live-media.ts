import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { MediaDetail } from "./media-api.ts";
import { followMediaEvents } from "./media-events.ts";
import { mediaKey, timelineKey } from "./queries.ts";
import { applyMediaEvents, type TimelineData } from "./timeline-cache.ts";

/** Keeps what is on screen up to date with the server; true while the connection stands. */
export function useLiveMedia(): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);

  useEffect(
    () =>
      followMediaEvents({
        onConnected: setConnected,
        onResync: () => void client.invalidateQueries(),
        onEvents: (events) => {
          client.setQueryData<TimelineData>(timelineKey, (data) => data && applyMediaEvents(data, events));
          for (const { id, media } of events) {
            const shown = client.getQueryData<MediaDetail>(mediaKey(id));
            if (!shown) continue;
            if (!media) client.removeQueries({ queryKey: mediaKey(id) });
            else if (isNews(shown, media)) void client.invalidateQueries({ queryKey: mediaKey(id) });
            else client.setQueryData(mediaKey(id), { ...shown, ...media });
          }
        },
      }),
    [client],
  );
  return connected;
}

/** Mere progress is in the event; anything else may have brought URLs that only the detail has. */
function isNews(shown: MediaDetail, media: { state: string; playable: boolean; images: unknown[] }): boolean {
  return shown.state !== media.state || shown.playable !== media.playable || shown.images.length !== media.images.length;
}
