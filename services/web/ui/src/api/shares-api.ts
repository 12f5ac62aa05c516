import type { LinkChange, MadeLink, NewLink, Shared, SharedItemDetail, SharedPage, ShareLink } from "../../../src/api/shares/schema.ts";
import { request } from "./client.ts";
import { json } from "./json.ts";

export type { MadeLink, Shared, SharedItem, ShareLink } from "../../../src/api/shares/schema.ts";

/** What is shared: an album, or a media of the library. */
export type ShareTarget = { readonly albumId: string } | { readonly mediaId: string };

const shared = (token: string) => `/v1/shared/${encodeURIComponent(token)}`;

export function fetchLinks(target: ShareTarget | undefined, signal: AbortSignal) {
  const query = new URLSearchParams(
    target === undefined ? {} : "albumId" in target ? { album: target.albumId } : { media: target.mediaId },
  );
  return request<{ items: ShareLink[] }>(`/v1/share-links?${query}`, { signal });
}
export const createLink = (body: NewLink) => request<MadeLink>("/v1/share-links", json("POST", body));
export const updateLink = (id: string, body: LinkChange) => request<ShareLink>(`/v1/share-links/${id}`, json("PATCH", body));
export const revokeLink = (id: string) => request<undefined>(`/v1/share-links/${id}`, { method: "DELETE" });

export const fetchShared = (token: string, signal: AbortSignal) => request<Shared>(shared(token), { signal });
export const unlockShared = (token: string, password: string) => request<undefined>(`${shared(token)}/unlock`, json("POST", { password }));
export const countView = (token: string) => request<undefined>(`${shared(token)}/views`, { method: "POST" });
export const fetchSharedItems = (token: string, cursor: string | undefined, signal: AbortSignal) => {
  const query = new URLSearchParams({ limit: "200", ...(cursor === undefined ? {} : { cursor }) });
  return request<SharedPage>(`${shared(token)}/items?${query}`, { signal });
};
export const fetchSharedItem = (token: string, itemId: string, signal: AbortSignal) =>
  request<SharedItemDetail>(`${shared(token)}/items/${itemId}`, { signal });
export const sharedDownloadUrl = (token: string, itemId: string) => `${shared(token)}/items/${itemId}/download`;
export const createSharedDownload = (token: string, itemIds: readonly string[] | undefined) =>
  request<{ path: string }>(`${shared(token)}/downloads`, json("POST", itemIds === undefined ? {} : { itemIds }));
export const fetchSharedUploadToken = (token: string) =>
  request<{ token: string; expiresAt: string }>(`${shared(token)}/upload-token`, { method: "POST" });
