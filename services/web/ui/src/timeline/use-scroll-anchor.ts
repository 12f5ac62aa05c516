import { type RefObject, useCallback, useLayoutEffect, useRef } from "react";
import { type Anchor, findAnchor, placeAnchor, type TimelineLayout } from "./plan-timeline.ts";

/** Below this there is nothing above the window that could push it. */
const topPx = 8;

/**
 * Keeps what is at the top of the window where it is when the layout changes above it.
 * @returns a function that goes to a height of the layout, and stays at what it finds there while that is being loaded
 */
export function useScrollAnchor(
  canvas: RefObject<HTMLElement | null>,
  layout: TimelineLayout,
  topOfTarget: (target: string) => number,
): (target: string) => void {
  const before = useRef(layout);
  /** Gone to by the scrubber; until the person scrolls, it is what stays. */
  const target = useRef<string | undefined>(undefined);

  const offsetOf = useCallback(() => {
    const element = canvas.current;
    if (!element) return 0;
    return element.getBoundingClientRect().top + window.scrollY - headerPx();
  }, [canvas]);

  const goTo = useCallback(
    (name: string) => {
      target.current = name;
      window.scrollTo({ top: offsetOf() + topOfTarget(name), behavior: "instant" });
    },
    [offsetOf, topOfTarget],
  );

  useLayoutEffect(() => {
    const forget = () => {
      target.current = undefined;
    };
    const events = ["wheel", "touchmove", "keydown"] as const;
    for (const event of events) window.addEventListener(event, forget, { passive: true });
    return () => {
      for (const event of events) window.removeEventListener(event, forget);
    };
  }, []);

  useLayoutEffect(() => {
    const last = before.current;
    before.current = layout;
    if (last === layout || last.height === 0) return;
    if (target.current !== undefined) {
      window.scrollTo({ top: offsetOf() + topOfTarget(target.current), behavior: "instant" });
      return;
    }
    const y = window.scrollY - offsetOf();
    if (y <= topPx) return;
    const anchor: Anchor | undefined = findAnchor(last, y);
    const next = anchor && placeAnchor(layout, anchor);
    if (next !== undefined && Math.abs(next - y) >= 1) window.scrollTo({ top: offsetOf() + next, behavior: "instant" });
  }, [layout, offsetOf, topOfTarget]);

  return goTo;
}

function headerPx(): number {
  return document.querySelector(".site-header")?.getBoundingClientRect().height ?? 0;
}
