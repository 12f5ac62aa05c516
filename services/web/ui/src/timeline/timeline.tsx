import { useEffect, useMemo, useRef } from "react";
import { useTimeline } from "../api/queries.ts";
import { useElementWidth } from "../hooks/use-element-width.ts";
import { openMedia } from "../hooks/use-route.ts";
import { useVisibleRange } from "../hooks/use-visible-range.ts";
import { messages } from "../messages.ts";
import { DaySection } from "./day-section.tsx";
import { EmptyLibrary } from "./empty-library.tsx";
import { moveFocusByArrow } from "./move-focus.ts";
import { planSections } from "./plan-sections.ts";
import { TimelineEnd } from "./timeline-end.tsx";
import { TimelineError } from "./timeline-error.tsx";
import { TimelineSkeleton } from "./timeline-skeleton.tsx";

/** Pages are asked for this far before they are seen. */
const loadAheadPx = 2_000;

export function Timeline() {
  const { items, isPending, error, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, refetch } = useTimeline();
  const [widthRef, width] = useElementWidth();
  const canvas = useRef<HTMLDivElement>(null);
  const visible = useVisibleRange(canvas);
  const layout = useMemo(() => planSections(items, width), [items, width]);

  const isNearEnd = width > 0 && visible.bottom + loadAheadPx > layout.height;
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);

  const isEmpty = !isPending && !error && items.length === 0;
  return (
    <section className="timeline" ref={widthRef} aria-label={messages.timeline.label} aria-busy={isPending}>
      <h1 className="visually-hidden">{messages.timeline.title}</h1>
      {isPending && <TimelineSkeleton />}
      {error && items.length === 0 && <TimelineError error={error} onRetry={() => void refetch()} />}
      {isEmpty && <EmptyLibrary />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys are a shortcut between links that Tab reaches too */}
      <div ref={canvas} className="timeline-canvas" style={{ height: layout.height }} onKeyDown={moveFocusByArrow}>
        {layout.sections.map(
          (section) =>
            section.top < visible.bottom &&
            section.top + section.height > visible.top && (
              <DaySection key={section.day.key} section={section} visible={visible} onOpen={openMedia} />
            ),
        )}
      </div>
      {items.length > 0 && (
        <TimelineEnd count={items.length} hasMore={hasNextPage} failed={isFetchNextPageError} onRetry={() => void fetchNextPage()} />
      )}
    </section>
  );
}
