import { type InfiniteData, queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { timelineStore } from "../timeline/timeline-store.ts";
import { ApiError } from "./client.ts";
import {
  deleteForever,
  fetchConfig,
  fetchList,
  fetchMedia,
  type MediaChanges,
  type MediaFilters,
  type MediaPage,
  type MediaSummary,
  retryMedia,
  updateManyMedia,
  updateMedia,
} from "./media-api.ts";

/** Of every list but the timeline. */
export const listsKey = ["list"] as const;
/** Of what a map shows. */
export const placesKey = ["places"] as const;
export const mediaKey = (id: string) => ["media", id] as const;

export type ListData = InfiniteData<MediaPage, string | undefined>;

/** Signed URLs are good for six hours by default: lists are read again well before. */
export const freshMs = 2 * 60 * 60 * 1000;

export const configQuery = queryOptions({
  queryKey: ["config"],
  queryFn: ({ signal }) => fetchConfig(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Everything loaded of a list, newest first, and the way to load more. */
export function useMediaList(path: "/v1/media" | "/v1/trash", filters: MediaFilters, enabled = true) {
  const query = useInfiniteQuery({
    queryKey: [...listsKey, path, filters],
    queryFn: ({ pageParam, signal }) => fetchList(path, filters, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // Whether an item belongs into the list is the server's to say: it is read again whenever it is looked at.
    staleTime: 0,
    refetchInterval: freshMs,
    enabled,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { ...query, items };
}

export const mediaQuery = (id: string) =>
  queryOptions({
    queryKey: mediaKey(id),
    queryFn: ({ signal }) => fetchMedia(id, signal),
    staleTime: freshMs,
    retry: (failures, error) => !(error instanceof ApiError && error.status === 404) && failures < 3,
  });

export const useMedia = (id: string) => useQuery(mediaQuery(id));

/** Writes what the server said about an item into every list and view of it. */
export function useApplyMedia() {
  const client = useQueryClient();
  return (media: MediaSummary) => {
    timelineStore.apply([{ id: media.id, media: media.trashedAt === null ? media : null }]);
    void client.invalidateQueries({ queryKey: placesKey });
    return Promise.all([client.invalidateQueries({ queryKey: listsKey }), client.invalidateQueries({ queryKey: mediaKey(media.id) })]);
  };
}

export function useRetryMedia() {
  const apply = useApplyMedia();
  return useMutation({ mutationFn: retryMedia, onSuccess: apply });
}

export function useUpdateMedia() {
  const apply = useApplyMedia();
  return useMutation({
    mutationFn: ({ id, changes }: { id: string; changes: MediaChanges }) => updateMedia(id, changes),
    onSuccess: apply,
  });
}

/** Changes of many at once. The server tells of each by its events; lists are read again meanwhile. */
export function useManyMedia() {
  const client = useQueryClient();
  const settle = (ids: readonly string[]) => {
    void client.invalidateQueries({ queryKey: listsKey });
    void client.invalidateQueries({ queryKey: placesKey });
    for (const id of ids) void client.invalidateQueries({ queryKey: mediaKey(id) });
  };
  return {
    setFavourite: async (ids: readonly string[], favourite: boolean) => {
      await updateManyMedia(ids, { favourite });
      settle(ids);
    },
    setTrashed: async (ids: readonly string[], trashed: boolean) => {
      await updateManyMedia(ids, { trashed });
      if (trashed) timelineStore.apply(ids.map((id) => ({ id, media: null })));
      settle(ids);
    },
    deleteForever: async (ids: readonly string[]) => {
      await deleteForever(ids);
      for (const id of ids) client.removeQueries({ queryKey: mediaKey(id) });
      settle([]);
    },
  };
}
