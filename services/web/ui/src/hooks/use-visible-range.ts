import { type RefObject, useEffect, useState } from "react";

export interface VisibleRange {
  readonly top: number;
  readonly bottom: number;
  /** Where the window itself begins, to the step. */
  readonly windowTop: number;
}

/** Positions are rounded to this many pixels: scrolling renders only when a step is crossed. */
const stepPx = 256;
/** Rendered before it is seen, above and below. */
const overscanPx = 1024;

/** The part of an element that is in or near the window, in pixels from the element's top. */
export function useVisibleRange(element: RefObject<HTMLElement | null>): VisibleRange {
  const [range, setRange] = useState<VisibleRange>({ top: 0, bottom: 2 * overscanPx, windowTop: 0 });

  useEffect(() => {
    let frame = 0;
    const measure = () => {
      frame = 0;
      const offset = -(element.current?.getBoundingClientRect().top ?? 0);
      const top = Math.floor((offset - overscanPx) / stepPx) * stepPx;
      const bottom = Math.ceil((offset + window.innerHeight + overscanPx) / stepPx) * stepPx;
      const windowTop = Math.max(0, Math.round(offset / stepPx) * stepPx);
      setRange((known) =>
        known.top === top && known.bottom === bottom && known.windowTop === windowTop ? known : { top, bottom, windowTop },
      );
    };
    const schedule = () => {
      frame ||= requestAnimationFrame(measure);
    };
    measure();
    window.addEventListener("scroll", schedule, { passive: true });
    window.addEventListener("resize", schedule);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", schedule);
      window.removeEventListener("resize", schedule);
    };
  }, [element]);
  return range;
}
