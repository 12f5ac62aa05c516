import { useRef } from "react";
import { deliveredUrl } from "../api/delivered-url.ts";
import type { ViewerSlide } from "../viewer/slides.ts";
import type { ShowcaseMedia } from "./split-blocks.ts";

/** Slides this near the one in view are loaded: see the lightbox's `preload`. */
const near = 2;

/**
 * Slides of the items. Those in view and beside it keep the URLs that they were loaded by; the others have the latest,
 * as URLs of shares live for minutes.
 */
export function useShownSlides(items: readonly ShowcaseMedia[], index: number, labelOf: (item: ShowcaseMedia) => string): ViewerSlide[] {
  const kept = useRef(new Map<string, ViewerSlide>());
  const last = useRef<ViewerSlide[]>([]);
  const next = items.map((item, at) => {
    const known = Math.abs(at - index) <= near ? kept.current.get(item.id) : undefined;
    const made = toShownSlide(item, labelOf(item));
    return known && known.type === made.type ? known : made;
  });
  kept.current = new Map(next.slice(Math.max(0, index - near), index + near + 1).map((slide) => [slide.id, slide]));
  const isSame =
    next.length === last.current.length && next.every((slide, at) => JSON.stringify(slide) === JSON.stringify(last.current[at]));
  if (!isSame) last.current = next;
  return last.current;
}

function toShownSlide({ id, media }: ShowcaseMedia, alt: string): ViewerSlide {
  const modern = media.images.find((image) => image.contentType !== "image/jpeg")?.contentType ?? "image/jpeg";
  const images = media.images.filter((image) => image.contentType === modern);
  const best = images.at(-1);
  if (media.kind === "video" || !best) return { type: "media", id };
  return {
    id,
    src: deliveredUrl(media.delivery, best.path),
    srcSet: images.map(({ path, width, height }) => ({ src: deliveredUrl(media.delivery, path), width, height })),
    width: best.width,
    height: best.height,
    alt,
    thumbhash: media.thumbhash,
  };
}
