import type { Slide, SlideImage } from "yet-another-react-lightbox";
import { deliveredUrl } from "../api/delivered-url.ts";
import type { MediaSummary } from "../api/media-api.ts";
import { formatDateTime } from "../format.ts";
import { messages } from "../messages.ts";

/** A slide that we draw ourselves: a video, or what cannot be shown as a picture yet. */
export interface MediaSlide {
  type: "media";
  id: string;
}

/** Only what draws a slide: progress, for one, is not in it, so that a slide in view is not drawn anew for it. */
export type ViewerSlide = (SlideImage & { id: string; thumbhash: string | null }) | MediaSlide;

declare module "yet-another-react-lightbox" {
  interface SlideTypes {
    media: MediaSlide;
  }
  interface GenericSlide {
    id?: string;
  }
}

export function toSlide(media: MediaSummary): ViewerSlide {
  const largest = media.images.at(-1);
  if (media.kind === "video" || media.state === "failed" || !largest) return { type: "media", id: media.id };
  // Every browser that runs this page knows WebP and AVIF.
  const images = media.images.filter((image) => image.contentType === bestType(media));
  const best = images.at(-1) ?? largest;
  return {
    id: media.id,
    src: deliveredUrl(media.delivery, best.path),
    srcSet: images.map(({ path, width, height }) => ({ src: deliveredUrl(media.delivery, path), width, height })),
    width: best.width,
    height: best.height,
    alt: messages.viewer.photoAlt(media.fileName, formatDateTime(media.timelineAt)),
    thumbhash: media.thumbhash,
  };
}

function bestType(media: MediaSummary): string | undefined {
  return (media.images.find((image) => image.contentType !== "image/jpeg") ?? media.images[0])?.contentType;
}

export const slideId = (slide: Slide): string | undefined => ("id" in slide && typeof slide.id === "string" ? slide.id : undefined);
