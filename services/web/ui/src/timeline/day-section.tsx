import { memo, useId } from "react";
import { Icon } from "../components/icon.tsx";
import type { VisibleRange } from "../hooks/use-visible-range.ts";
import { locale } from "../locale.ts";
import { messages } from "../messages.ts";
import { deselect, selectAll, useSelection } from "../selection/selection.ts";
import { formatDay } from "./group-by-day.ts";
import { MediaTile } from "./media-tile.tsx";
import { headingHeightPx, narrowestDayPx, type Section } from "./plan-sections.ts";

interface DaySectionProps {
  section: Section;
  visible: VisibleRange;
  onOpen: (id: string) => void;
  onRange: (id: string) => void;
}

/** A day: its heading stays in view while its photos pass; of its rows only those near the window are rendered. */
export const DaySection = memo(function DaySection({ section, visible, onOpen, onRange }: DaySectionProps) {
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
      <h2 className="day-heading">
        <time id={headingId} dateTime={day.key}>
          {formatDay(day.key, new Date(), locale, messages.timeline, section.width < narrowestDayPx)}
        </time>
        <span className="day-count">{messages.timeline.itemsOfDay(day.items.length)}</span>
        <DayCheck day={day} />
      </h2>
      <ul className="day-items">
        {shown.flatMap((row) =>
          row.boxes.map(({ item, left, width }) => (
            <li key={item.id} className="day-item" style={{ insetInlineStart: left, top: row.top, width, height: row.height }}>
              <MediaTile media={item} widthPx={width} onOpen={onOpen} onRange={onRange} />
            </li>
          )),
        )}
      </ul>
    </section>
  );
});

/** Chooses all of a day, or none of it. */
function DayCheck({ day }: { day: Section["day"] }) {
  const { ids } = useSelection();
  const all = day.items.map(({ id }) => id);
  const chosen = ids.size > 0 && all.every((id) => ids.has(id));
  return (
    <button
      type="button"
      className="day-check"
      aria-pressed={chosen}
      aria-label={messages.selection.selectDay(formatDay(day.key, new Date(), locale, messages.timeline))}
      onClick={() => (chosen ? deselect(all) : selectAll(all))}
    >
      <Icon name="check" size={14} />
    </button>
  );
}
