import { deliveredUrl } from "../api/delivered-url.ts";
import type { Delivery, Rendition } from "../api/media-api.ts";

/** What has pictures: a media of one's own, or as an album or a share shows it. */
export interface Pictured {
  readonly delivery: Delivery;
  readonly images: readonly Rendition[];
}

export interface ImageSources {
  /** The modern format; a browser that does not know it takes the JPEG. */
  readonly modern: { readonly contentType: string; readonly srcSet: string } | undefined;
  readonly srcSet: string;
  /** For what knows no `srcset`. */
  readonly src: string;
}

const jpeg = "image/jpeg";

export function toImageSources({ delivery, images }: Pictured): ImageSources | undefined {
  const fallback = images.filter((image) => image.contentType === jpeg);
  const modern = images.filter((image) => image.contentType !== jpeg);
  const plain = fallback.length > 0 ? fallback : modern;
  const middle = plain[Math.floor(plain.length / 2)];
  if (!middle) return undefined;
  const contentType = modern[0]?.contentType;
  return {
    modern: contentType && fallback.length > 0 ? { contentType, srcSet: toSrcSet(delivery, modern) } : undefined,
    srcSet: toSrcSet(delivery, plain),
    src: deliveredUrl(delivery, middle.path),
  };
}

const toSrcSet = (delivery: Delivery, images: readonly Rendition[]) =>
  images.map(({ path, width }) => `${deliveredUrl(delivery, path)} ${width}w`).join(", ");

/** Whether they are the same pictures, by URLs that may have been signed anew. */
export function areSamePictures(one: ImageSources, other: ImageSources): boolean {
  return unsigned(one.srcSet) === unsigned(other.srcSet) && unsigned(one.modern?.srcSet) === unsigned(other.modern?.srcSet);
}

const unsigned = (srcSet: string | undefined) => srcSet?.replace(/\?\S*/g, "");
