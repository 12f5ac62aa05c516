import { queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { ApiError } from "./client.ts";
import { deleteMedia, fetchConfig, fetchMedia, fetchPage, type MediaSummary, retryMedia } from "./media-api.ts";
import { applyMediaEvents, type TimelineData } from "./timeline-cache.ts";

export const timelineKey = ["timeline"] as const;
export const mediaKey = (id: string) => ["media", id] as const;

/** Signed URLs are good for six hours by default: lists are read again well before. */
const freshMs = 2 * 60 * 60 * 1000;

export const configQuery = queryOptions({
  queryKey: ["config"],
  queryFn: ({ signal }) => fetchConfig(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Everything loaded of the timeline, newest first, and the way to load more. */
export function useTimeline() {
  const query = useInfiniteQuery({
    queryKey: timelineKey,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: freshMs,
    refetchInterval: freshMs,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { ...query, items };
}

export function useMedia(id: string) {
  return useQuery({
    queryKey: mediaKey(id),
    queryFn: ({ signal }) => fetchMedia(id, signal),
    staleTime: freshMs,
    retry: (failures, error) => !(error instanceof ApiError && error.status === 404) && failures < 3,
  });
}

/** Writes what the server said about one item into every list and view of it. */
export function useApplyMedia() {
  const client = useQueryClient();
  return (id: string, media: MediaSummary | null) => {
    client.setQueryData<TimelineData>(timelineKey, (data) => data && applyMediaEvents(data, [{ id, media }]));
    if (media) return client.invalidateQueries({ queryKey: mediaKey(id) });
    client.removeQueries({ queryKey: mediaKey(id) });
    return Promise.resolve();
  };
}

/** `onDeleted` comes before the item leaves the lists, so that a view of it can move on first. */
export function useDeleteMedia(onDeleted: () => void) {
  const apply = useApplyMedia();
  return useMutation({
    mutationFn: deleteMedia,
    onSuccess: (_, id) => {
      onDeleted();
      return apply(id, null);
    },
  });
}

export function useRetryMedia() {
  const apply = useApplyMedia();
  return useMutation({ mutationFn: retryMedia, onSuccess: (media) => apply(media.id, media) });
}
