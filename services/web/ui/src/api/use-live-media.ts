import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { timelineStore } from "../timeline/timeline-store.ts";
import { replaceInList } from "./list-cache.ts";
import type { MediaDetail } from "./media-api.ts";
import { followMediaEvents } from "./media-events.ts";
import { type ListData, listsKey, mediaKey, placesKey } from "./queries.ts";

/** Keeps what is on screen up to date with the server; true while the connection stands. */
export function useLiveMedia(): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);

  useEffect(
    () =>
      followMediaEvents({
        onConnected: setConnected,
        onResync: () => {
          timelineStore.reload();
          void client.invalidateQueries();
        },
        onEvents: (events) => {
          timelineStore.apply(events);
          client.setQueriesData<ListData>({ queryKey: listsKey }, (data) => data && replaceInList(data, events));
          if (events.some(({ media }) => !media || media.state === "ready")) void client.invalidateQueries({ queryKey: placesKey });
          for (const { id, media } of events) {
            const shown = client.getQueryData<MediaDetail>(mediaKey(id));
            if (!shown) continue;
            // Gone, or in the trash: the server knows which.
            if (!media || isNews(shown, media)) void client.invalidateQueries({ queryKey: mediaKey(id) });
            else client.setQueryData(mediaKey(id), { ...shown, ...media });
          }
        },
      }),
    [client],
  );
  return connected;
}

/** Mere progress is in the event; anything else may have brought what only the detail has. */
function isNews(shown: MediaDetail, media: { state: string; playable: boolean; images: unknown[]; timelineAt: string }): boolean {
  return (
    shown.state !== media.state ||
    shown.playable !== media.playable ||
    shown.images.length !== media.images.length ||
    shown.timelineAt !== media.timelineAt
  );
}
