import type { Delivery } from "./media-api.ts";

/** The signed URL of an output of a media. */
export const deliveredUrl = ({ baseUrl, query }: Delivery, path: string): string => `${baseUrl}${path}?${query}`;
