import { useState } from "react";
import { locale } from "../locale.ts";
import { messages } from "../messages.ts";
import { yearMarks } from "./year-marks.ts";

interface DateScrubberProps {
  /** `2026-11`, latest first. */
  months: readonly string[];
  /** The month at the top of the window. */
  current: string | undefined;
  onGo: (month: string) => void;
}

const monthYear = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
const formatMonth = (month: string) => monthYear.format(new Date(`${month}-01T00:00:00Z`));

/** Goes through the months of a timeline: by dragging, by touch, by the keys of a slider. */
export function DateScrubber({ months, current, onGo }: DateScrubberProps) {
  const [isHeld, setIsHeld] = useState(false);
  const [held, setHeld] = useState(0);
  const at = isHeld ? held : Math.max(0, months.indexOf(current ?? ""));
  const last = months.length - 1;
  const share = last > 0 ? at / last : 0;
  const release = () => setIsHeld(false);
  return (
    <div className="scrubber" data-held={isHeld || undefined}>
      <input
        type="range"
        min={0}
        max={last}
        step={1}
        value={at}
        aria-label={messages.timeline.scrubber}
        aria-valuetext={formatMonth(months[at] ?? months[0] ?? "2000-01")}
        aria-orientation="vertical"
        onPointerDown={() => {
          setHeld(at);
          setIsHeld(true);
        }}
        onPointerUp={release}
        onPointerCancel={release}
        onChange={(event) => {
          const next = event.currentTarget.valueAsNumber;
          setHeld(next);
          const month = months[next];
          if (month !== undefined) onGo(month);
        }}
      />
      <output className="scrubber-label" style={{ insetBlockStart: `${share * 100}%` }} aria-hidden="true">
        {formatMonth(months[at] ?? "2000-01")}
      </output>
      <ol className="scrubber-years" aria-hidden="true">
        {yearMarks(months).map(({ year, share: place }) => (
          <li key={year} style={{ insetBlockStart: `${place * 100}%` }}>
            {year}
          </li>
        ))}
      </ol>
    </div>
  );
}
