import type { components } from "./openapi.ts";

/**
 * The signed URL of an output of a media: of one of its `images`, of `hls` or `storyboard`.
 *
 * @param delivery of the media, which is good for MEDIASHARE_DELIVERY_URL_TTL: of what others share for minutes
 * @param path of the output
 */
export function deliveredUrl({ baseUrl, query }: components["schemas"]["Delivery"], path: string): string {
  return `${baseUrl}${path}?${query}`;
}
