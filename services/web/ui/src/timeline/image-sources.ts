import type { Rendition } from "../api/media-api.ts";

export interface ImageSources {
  /** The modern format; a browser that does not know it takes the JPEG. */
  readonly modern: { readonly contentType: string; readonly srcSet: string } | undefined;
  readonly srcSet: string;
  /** For what knows no `srcset`. */
  readonly src: string;
}

const jpeg = "image/jpeg";

export function toImageSources(images: readonly Rendition[]): ImageSources | undefined {
  const fallback = images.filter((image) => image.contentType === jpeg);
  const modern = images.filter((image) => image.contentType !== jpeg);
  const plain = fallback.length > 0 ? fallback : modern;
  const middle = plain[Math.floor(plain.length / 2)];
  if (!middle) return undefined;
  const contentType = modern[0]?.contentType;
  return {
    modern: contentType && fallback.length > 0 ? { contentType, srcSet: toSrcSet(modern) } : undefined,
    srcSet: toSrcSet(plain),
    src: middle.url,
  };
}

export const toSrcSet = (images: readonly Rendition[]) => images.map((image) => `${image.url} ${image.width}w`).join(", ");

/** Whether they are the same pictures, by URLs that may have been signed anew. */
export function areSamePictures(one: ImageSources, other: ImageSources): boolean {
  return unsigned(one.srcSet) === unsigned(other.srcSet) && unsigned(one.modern?.srcSet) === unsigned(other.modern?.srcSet);
}

const unsigned = (srcSet: string | undefined) => srcSet?.replace(/\?\S*/g, "");
