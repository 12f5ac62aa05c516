import { useRef } from "react";
import type { MediaSummary } from "../api/media-api.ts";
import { toSlide, type ViewerSlide } from "./slides.ts";

/** Slides of the items; the same array as before while nothing that is drawn has changed, so that a swipe is not cut short. */
export function useSlides(items: readonly MediaSummary[]): ViewerSlide[] {
  const known = useRef(new WeakMap<MediaSummary, ViewerSlide>());
  const last = useRef<ViewerSlide[]>([]);
  const next = items.map((media, index) => {
    const found = known.current.get(media);
    if (found) return found;
    const made = toSlide(media);
    const before = last.current[index];
    const slide = before && JSON.stringify(before) === JSON.stringify(made) ? before : made;
    known.current.set(media, slide);
    return slide;
  });
  const isSame = next.length === last.current.length && next.every((slide, index) => slide === last.current[index]);
  if (!isSame) last.current = next;
  return last.current;
}
