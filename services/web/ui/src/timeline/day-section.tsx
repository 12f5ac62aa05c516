import { memo, useId } from "react";
import type { VisibleRange } from "../hooks/use-visible-range.ts";
import { locale } from "../locale.ts";
import { messages } from "../messages.ts";
import { formatDay } from "./group-by-day.ts";
import { MediaTile } from "./media-tile.tsx";
import { headingHeightPx, type Section } from "./plan-sections.ts";

interface DaySectionProps {
  section: Section;
  visible: VisibleRange;
  onOpen: (id: string) => void;
}

/** A day: its heading stays in view while its photos pass; of its rows only those near the window are rendered. */
export const DaySection = memo(function DaySection({ section, visible, onOpen }: DaySectionProps) {
  const headingId = useId();
  const { day, rows } = section;
  const rowsTop = section.top + headingHeightPx;
  const shown = rows.filter((row) => rowsTop + row.top < visible.bottom && rowsTop + row.top + row.height > visible.top);
  return (
    <section
      className="day"
      aria-labelledby={headingId}
      style={{ top: section.top, insetInlineStart: section.left, width: section.width, height: section.height }}
    >
      <h2 id={headingId} className="day-heading">
        <time dateTime={day.key}>{formatDay(day.key, new Date(), locale, messages.timeline)}</time>
        <span className="day-count">{messages.timeline.itemsOfDay(day.items.length)}</span>
      </h2>
      <ul className="day-items">
        {shown.flatMap((row) =>
          row.boxes.map(({ item, left, width }) => (
            <li key={item.id} className="day-item" style={{ insetInlineStart: left, top: row.top, width, height: row.height }}>
              <MediaTile media={item} widthPx={width} onOpen={onOpen} />
            </li>
          )),
        )}
      </ul>
    </section>
  );
});
