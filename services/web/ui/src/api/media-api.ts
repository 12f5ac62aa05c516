import type { DuplicateGroups } from "../../../src/api/duplicates/schema.ts";
import type { MediaDays, MediaDetail, MediaPage, MediaSummary } from "../../../src/api/media/schema.ts";
import type { MediaPlace } from "../../../src/api/places/schema.ts";
import { request } from "./client.ts";

export type { Delivery, MediaDetail, MediaEvent, MediaPage, MediaSummary, Rendition } from "../../../src/api/media/schema.ts";
export type { MediaPlace };

/** `GET /v1/config`: what the page must know before it can upload, or show a map. */
export interface SiteConfig {
  readonly uploadUrl: string;
  readonly maxUploadSizeBytes: number;
  readonly acceptedContentTypes: readonly string[];
  readonly mapTiles: { readonly url: string; readonly attribution: string } | null;
}

const pageSize = 200;
/** The most that the API gives at once. */
const spanSize = 500;
const item = (id: string) => `/v1/media/${encodeURIComponent(id)}`;

export const fetchConfig = (signal: AbortSignal) => request<SiteConfig>("/v1/config", { signal });

/** What stands in the timeline from one moment to before another, a page of it. */
export function fetchSpan(span: { from: string | undefined; before: string | undefined; cursor: string | undefined }): Promise<MediaPage> {
  return request<MediaPage>(`/v1/media?${toQuery({ limit: String(spanSize), ...span })}`);
}

/** How many items the timeline has on each day. */
export const fetchDays = () => request<MediaDays>("/v1/media/days");

export const fetchCameras = (signal: AbortSignal) => request<{ cameras: string[] }>("/v1/media/cameras", { signal });

/** Where media were taken, gathered into cells of a map. */
export const fetchPlaces = (query: { area?: string; zoom: string }, signal: AbortSignal) =>
  request<{ places: MediaPlace[] }>(`/v1/media/places?${toQuery(query)}`, { signal });

/** Query parameters of `GET /v1/media`. */
export type MediaFilters = Readonly<Partial<Record<"q" | "kind" | "camera" | "favourite" | "place" | "from" | "before" | "area", string>>>;

export function fetchList(path: "/v1/media" | "/v1/trash", filters: MediaFilters, cursor: string | undefined, signal: AbortSignal) {
  return request<MediaPage>(`${path}?${toQuery({ limit: String(pageSize), ...filters, cursor })}`, { signal });
}

function toQuery(parameters: Readonly<Record<string, string | undefined>>): URLSearchParams {
  return new URLSearchParams(Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

const json = (method: string, body: unknown): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { "Content-Type": "application/json" },
});

/** The most media that one request changes. */
const mostAtOnce = 1_000;

/** Sends a request for every thousand of these. */
async function inBatches(ids: readonly string[], send: (batch: readonly string[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < ids.length; start += mostAtOnce) await send(ids.slice(start, start + mostAtOnce));
}

export const updateManyMedia = (ids: readonly string[], changes: { trashed?: boolean; favourite?: boolean }) =>
  inBatches(ids, (batch) => request("/v1/media", json("PATCH", { ids: batch, ...changes })));
export const deleteForever = (ids: readonly string[]) =>
  inBatches(ids, (batch) => request("/v1/trash/delete", json("POST", { ids: batch })));
/** Asks for originals as one zip. @returns where the browser can fetch it */
export const createDownload = (ids: readonly string[], withPlace: boolean) =>
  request<{ path: string }>("/v1/downloads", json("POST", { ids, withPlace }));
/** Photos that look alike, in groups. */
export const fetchDuplicates = (signal: AbortSignal) => request<DuplicateGroups>("/v1/duplicates", { signal });
export const keepDuplicates = (ids: readonly string[]) => request<void>("/v1/duplicates/keep", json("POST", { ids }));
export const emptyTrash = () => request<{ deleted: number }>("/v1/trash", { method: "DELETE" });

/** What its owner can say of a media; see `PATCH /v1/media/{id}`. */
export interface MediaChanges {
  readonly favourite?: boolean;
  readonly caption?: string;
  readonly captured?: string | null;
  readonly place?: { latitude: number; longitude: number } | "none" | null;
}
export const updateMedia = (id: string, changes: MediaChanges) => request<MediaDetail>(item(id), json("PATCH", changes));

export const fetchMedia = (id: string, signal: AbortSignal) => request<MediaDetail>(item(id), { signal });
export const retryMedia = (id: string) => request<MediaSummary>(`${item(id)}/retry`, { method: "POST" });
export const originalUrl = (id: string) => `${item(id)}/original`;
