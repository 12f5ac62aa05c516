import type { MediaDetail, MediaPage, MediaSummary } from "../../../src/api/media/schema.ts";
import { request } from "./client.ts";

export type { MediaDetail, MediaEvent, MediaPage, MediaSummary, Rendition } from "../../../src/api/media/schema.ts";

/** `GET /v1/config`: what the page must know before it can upload. */
export interface SiteConfig {
  readonly uploadUrl: string;
  readonly maxUploadSizeBytes: number;
  readonly acceptedContentTypes: readonly string[];
}

const pageSize = 200;
const item = (id: string) => `/v1/media/${encodeURIComponent(id)}`;

export const fetchConfig = (signal: AbortSignal) => request<SiteConfig>("/v1/config", { signal });

export function fetchPage(cursor: string | undefined, signal: AbortSignal): Promise<MediaPage> {
  const query = new URLSearchParams({ limit: String(pageSize), ...(cursor === undefined ? {} : { cursor }) });
  return request<MediaPage>(`/v1/media?${query}`, { signal });
}

export const fetchMedia = (id: string, signal: AbortSignal) => request<MediaDetail>(item(id), { signal });
export const deleteMedia = (id: string) => request<undefined>(item(id), { method: "DELETE" });
export const retryMedia = (id: string) => request<MediaSummary>(`${item(id)}/retry`, { method: "POST" });
export const originalUrl = (id: string) => `${item(id)}/original`;
