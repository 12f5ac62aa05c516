import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import type { VisibleRange } from "../hooks/use-visible-range.ts";
import { planTimeline } from "./plan-timeline.ts";
import { timelineStore } from "./timeline-store.ts";

/** Chunks are asked for this far before they are seen. */
const loadAheadPx = 2_000;

/** The timeline as it is laid out at a width, while what is near the window is being loaded. */
export function useTimeline(width: number, visible: VisibleRange) {
  const { chunks, loaded, error } = useSyncExternalStore(timelineStore.subscribe, timelineStore.getSnapshot);
  const layout = useMemo(() => planTimeline(chunks ?? [], loaded, width), [chunks, loaded, width]);

  const wanted = layout.places
    .filter(({ top, bottom }) => top < visible.bottom + loadAheadPx && bottom >= visible.top - loadAheadPx)
    .map(({ chunk }) => chunk.key)
    .join();
  useEffect(() => {
    if (wanted !== "") timelineStore.want(wanted.split(","));
  }, [wanted]);

  const items = useMemo(() => layout.sections.flatMap(({ day }) => day.items), [layout]);
  /** Loads the chunks around the one that has this item. */
  const onNear = useCallback(
    (id: string) => {
      const at = chunks?.findIndex(({ key }) => loaded.get(key)?.items.some((item) => item.id === id)) ?? -1;
      if (chunks && at >= 0) timelineStore.want(chunks.slice(Math.max(0, at - 1), at + 2).map(({ key }) => key));
    },
    [chunks, loaded],
  );
  const isFirstLoaded = chunks?.[0] !== undefined && loaded.has(chunks[0].key);
  return { chunks, loaded, layout, items, error, onNear, isPending: !isFirstLoaded && loaded.size === 0 };
}
