import { createHash } from "node:crypto";

/** Where what is made of a media lies in the renditions bucket, behind the CDN. */
export const deliveryKeys = {
  /** Everything made of one media: the scope of its signed URLs, and what deleting it removes. */
  mediaPrefix: (mediaId: string) => `media/${deliveryId(mediaId)}/`,
  /** Everything made by one run over a media; a retry writes under the next generation. */
  generationPrefix: (mediaId: string, generation: number) => `media/${deliveryId(mediaId)}/${runFolder(generation)}`,
} as const;

/** Below the prefix of a media: what one run made. */
export const runFolder = (generation: number): string => `g${generation}/`;

/**
 * The name of a media in delivery URLs, which everybody sees whom it is shared with. A media's id has 74 random bits, so nobody finds
 * the id that this was made of, nor the time of the upload that the id tells.
 */
function deliveryId(mediaId: string): string {
  return createHash("sha256").update(`delivery ${mediaId}`).digest("hex").slice(0, 32);
}
