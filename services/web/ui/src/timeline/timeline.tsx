import { useCallback, useMemo, useRef } from "react";
import { useElementWidth } from "../hooks/use-element-width.ts";
import { useVisibleRange } from "../hooks/use-visible-range.ts";
import { messages } from "../messages.ts";
import { LibrarySelectionBar } from "../selection/library-selection-bar.tsx";
import { useOfferItems } from "../viewer/viewer-items.ts";
import { DateScrubber } from "./date-scrubber.tsx";
import { EmptyLibrary } from "./empty-library.tsx";
import { MediaGrid } from "./media-grid.tsx";
import { monthAt, topOfMonth } from "./plan-timeline.ts";
import { TimelineEnd } from "./timeline-end.tsx";
import { TimelineError } from "./timeline-error.tsx";
import { TimelineSkeleton } from "./timeline-skeleton.tsx";
import { timelineStore } from "./timeline-store.ts";
import { useScrollAnchor } from "./use-scroll-anchor.ts";
import { useTimeline } from "./use-timeline.ts";

/** What is read lies a little below the top of the window, under the header. */
const readingPx = 300;

/** A library of fewer months is gone through faster by hand. */
const fewestMonths = 4;

export function Timeline() {
  const [widthRef, width] = useElementWidth();
  const canvas = useRef<HTMLDivElement>(null);
  const visible = useVisibleRange(canvas);
  const { chunks, loaded, layout, items, error, onNear, isPending } = useTimeline(width, visible);
  const topOf = useCallback((month: string) => topOfMonth(layout, loaded, layout.sections, month), [layout, loaded]);
  const goTo = useScrollAnchor(canvas, layout, topOf);
  const months = useMemo(() => [...new Set(chunks?.flatMap(({ days }) => days.map(({ day }) => day.slice(0, 7))))], [chunks]);
  const total = useMemo(() => chunks?.reduce((sum, { count }) => sum + count, 0) ?? 0, [chunks]);
  useOfferItems(items, isPending, onNear);

  const isEmpty = !isPending && total === 0 && items.length === 0;
  const isFailed = error !== undefined && items.length === 0;
  return (
    <section className="timeline" ref={widthRef} aria-label={messages.timeline.label} aria-busy={isPending}>
      <h1 className="visually-hidden">{messages.timeline.title}</h1>
      <LibrarySelectionBar />
      {isFailed && <TimelineError error={error} onRetry={timelineStore.retry} />}
      {isPending && !isFailed && <TimelineSkeleton />}
      {isEmpty && <EmptyLibrary />}
      <MediaGrid layout={layout} visible={visible} canvas={canvas}>
        {items.length > 0 &&
          layout.gaps.map(
            ({ chunk, top, height }) =>
              top < visible.bottom &&
              top + height > visible.top && <div key={chunk.key} className="timeline-gap" style={{ top, height }} aria-hidden="true" />,
          )}
      </MediaGrid>
      {months.length >= fewestMonths && (
        <DateScrubber months={months} current={monthAt(layout, visible.windowTop + readingPx)} onGo={goTo} />
      )}
      {items.length > 0 && (
        <TimelineEnd count={total} hasMore={layout.gaps.length > 0} failed={error !== undefined} onRetry={timelineStore.retry} />
      )}
    </section>
  );
}
