import { type ReactNode, useCallback, useEffect, useMemo, useRef } from "react";
import type { useMediaList } from "../api/queries.ts";
import { useElementWidth } from "../hooks/use-element-width.ts";
import { useVisibleRange } from "../hooks/use-visible-range.ts";
import { MediaGrid } from "../timeline/media-grid.tsx";
import { planSections } from "../timeline/plan-sections.ts";
import { TimelineEnd } from "../timeline/timeline-end.tsx";
import { TimelineError } from "../timeline/timeline-error.tsx";
import { TimelineSkeleton } from "../timeline/timeline-skeleton.tsx";
import { useOfferItems } from "../viewer/viewer-items.ts";

interface MediaListProps {
  list: ReturnType<typeof useMediaList>;
  label: string;
  /** Shown where the list has nothing. */
  empty: ReactNode;
}

/** Pages are asked for this far before they are seen, in pixels and, by the viewer, in items. */
const loadAheadPx = 2_000;
const loadAheadItems = 20;

/** A list of media, as long as it may be; pages come as they are scrolled to. */
export function MediaList({ list, label, empty }: MediaListProps) {
  const { items, isPending, error, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, refetch } = list;
  const [widthRef, width] = useElementWidth();
  const canvas = useRef<HTMLDivElement>(null);
  const visible = useVisibleRange(canvas);
  const layout = useMemo(() => planSections(items, width), [items, width]);
  const canLoad = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;

  const isNearEnd = width > 0 && visible.bottom + loadAheadPx > layout.height;
  useEffect(() => {
    if (isNearEnd && canLoad) void fetchNextPage();
  }, [isNearEnd, canLoad, fetchNextPage]);
  const onNear = useCallback(
    (id: string) => {
      const at = items.findIndex((item) => item.id === id);
      if (canLoad && at >= 0 && items.length - at < loadAheadItems) void fetchNextPage();
    },
    [items, canLoad, fetchNextPage],
  );
  useOfferItems(items, isPending, onNear);

  return (
    <section className="timeline" ref={widthRef} aria-label={label} aria-busy={isPending}>
      {isPending && <TimelineSkeleton />}
      {error && items.length === 0 && <TimelineError error={error} onRetry={() => void refetch()} />}
      {!isPending && !error && items.length === 0 && empty}
      <MediaGrid layout={layout} visible={visible} canvas={canvas} />
      {items.length > 0 && (
        <TimelineEnd count={items.length} hasMore={hasNextPage} failed={isFetchNextPageError} onRetry={() => void fetchNextPage()} />
      )}
    </section>
  );
}
