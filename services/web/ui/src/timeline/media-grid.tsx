import { type ReactNode, type Ref, useCallback, useMemo } from "react";
import { openMedia } from "../hooks/use-route.ts";
import type { VisibleRange } from "../hooks/use-visible-range.ts";
import { selectRange } from "../selection/selection.ts";
import { DaySection } from "./day-section.tsx";
import { moveFocusByArrow } from "./move-focus.ts";
import type { SectionsLayout } from "./plan-sections.ts";

interface MediaGridProps {
  layout: SectionsLayout;
  visible: VisibleRange;
  canvas: Ref<HTMLDivElement>;
  /** What stands where nothing is loaded. */
  children?: ReactNode;
}

/** Media by day, of which only what is near the window is rendered. */
export function MediaGrid({ layout, visible, canvas, children }: MediaGridProps) {
  const order = useMemo(() => layout.sections.flatMap(({ day }) => day.items.map(({ id }) => id)), [layout]);
  const onRange = useCallback((id: string) => selectRange(id, order), [order]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys are a shortcut between links that Tab reaches too
    <div ref={canvas} className="timeline-canvas" style={{ height: layout.height }} onKeyDown={moveFocusByArrow}>
      {layout.sections.map(
        (section) =>
          section.top < visible.bottom &&
          section.top + section.height > visible.top && (
            <DaySection key={section.day.key + section.top} section={section} visible={visible} onOpen={openMedia} onRange={onRange} />
          ),
      )}
      {children}
    </div>
  );
}
