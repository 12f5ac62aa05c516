import type {
  ActivityPage,
  AlbumComment,
  AlbumDetail,
  AlbumItem,
  AlbumItemDetail,
  AlbumItemPage,
  AlbumMember,
  AlbumPage,
  CommentPage,
} from "../../../src/api/albums/schema.ts";
import { request } from "./client.ts";
import { json } from "./json.ts";

export type {
  AlbumActivity,
  AlbumComment,
  AlbumDetail,
  AlbumItem,
  AlbumItemDetail,
  AlbumMember,
  AlbumSummary,
  Playback,
  ShownMedia,
} from "../../../src/api/albums/schema.ts";

export interface AlbumChange {
  readonly title?: string;
  readonly description?: string;
  readonly coverItemId?: string | null;
  readonly commentsOn?: boolean;
  readonly likesOn?: boolean;
}

const album = (id: string) => `/v1/albums/${encodeURIComponent(id)}`;
const page = (cursor: string | undefined, more: Record<string, string> = {}) =>
  new URLSearchParams({ ...more, ...(cursor === undefined ? {} : { cursor }) });

export const fetchAlbums = (scope: "own" | "shared" | "all", cursor: string | undefined, signal: AbortSignal) =>
  request<AlbumPage>(`/v1/albums?${page(cursor, { scope })}`, { signal });
export const fetchAlbum = (id: string, signal: AbortSignal) => request<AlbumDetail>(album(id), { signal });
export const createAlbum = (body: { title: string; description?: string; mediaIds?: readonly string[] }) =>
  request<AlbumDetail>("/v1/albums", json("POST", body));
export const updateAlbum = (id: string, body: AlbumChange) => request<AlbumDetail>(album(id), json("PATCH", body));
export const deleteAlbum = (id: string) => request<undefined>(album(id), { method: "DELETE" });

export const fetchAlbumItems = (id: string, cursor: string | undefined, signal: AbortSignal) =>
  request<AlbumItemPage>(`${album(id)}/items?${page(cursor, { limit: "200" })}`, { signal });
export const fetchAlbumItem = (id: string, itemId: string, signal: AbortSignal) =>
  request<AlbumItemDetail>(`${album(id)}/items/${itemId}`, { signal });
export const addToAlbum = (id: string, mediaIds: readonly string[]) =>
  request<{ added: number }>(`${album(id)}/items`, json("POST", { mediaIds }));
export const addAlbumText = (id: string, body: { kind: "section" | "note"; text: string; beforeItemId: string | null }) =>
  request<AlbumItem>(`${album(id)}/texts`, json("POST", body));
export const editAlbumText = (id: string, itemId: string, text: string) =>
  request<AlbumItem>(`${album(id)}/texts/${itemId}`, json("PATCH", { text }));
export const moveAlbumItems = (id: string, itemIds: readonly string[], beforeItemId: string | null) =>
  request<undefined>(`${album(id)}/items/move`, json("POST", { itemIds, beforeItemId }));
export const removeAlbumItems = (id: string, itemIds: readonly string[]) =>
  request<undefined>(`${album(id)}/items/remove`, json("POST", { itemIds }));

export const fetchMembers = (id: string, signal: AbortSignal) => request<{ items: AlbumMember[] }>(`${album(id)}/members`, { signal });
export const addMember = (id: string, body: { email: string; role: AlbumMember["role"] }) =>
  request<{ items: AlbumMember[] }>(`${album(id)}/members`, json("POST", body));
export const changeMember = (id: string, accountId: string, role: AlbumMember["role"]) =>
  request<{ items: AlbumMember[] }>(`${album(id)}/members/${accountId}`, json("PATCH", { role }));
export const removeMember = (id: string, accountId: string) =>
  request<undefined>(`${album(id)}/members/${accountId}`, { method: "DELETE" });

export const fetchComments = (id: string, itemId: string | undefined, cursor: string | undefined, signal: AbortSignal) =>
  request<CommentPage>(`${album(id)}/comments?${page(cursor, itemId === undefined ? {} : { item: itemId })}`, { signal });
export const addComment = (id: string, body: { body: string; itemId: string | null }) =>
  request<AlbumComment>(`${album(id)}/comments`, json("POST", body));
export const removeComment = (id: string, commentId: string) =>
  request<undefined>(`${album(id)}/comments/${commentId}`, { method: "DELETE" });
export const setLike = (id: string, itemId: string | null, liked: boolean) =>
  request<undefined>(`${album(id)}${itemId === null ? "" : `/items/${itemId}`}/like`, { method: liked ? "PUT" : "DELETE" });
export const fetchActivity = (id: string, cursor: string | undefined, signal: AbortSignal) =>
  request<ActivityPage>(`${album(id)}/activity?${page(cursor)}`, { signal });
