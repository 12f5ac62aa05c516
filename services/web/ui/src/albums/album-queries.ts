import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import * as api from "../api/albums-api.ts";
import { ApiError } from "../api/client.ts";
import { planRenewal } from "../showcase/renew.ts";

export const albumsKey = ["albums"] as const;
const albumKey = (id: string) => ["album", id] as const;
const itemsKey = (id: string) => ["album", id, "items"] as const;
const commentsKey = (id: string) => ["album", id, "comments"] as const;
const activityKey = (id: string) => ["album", id, "activity"] as const;
export const membersKey = (id: string) => ["album", id, "members"] as const;

/** A refusal is an answer: asking again would not change it. */
const retry = (failures: number, error: Error) => !(error instanceof ApiError && error.status >= 400 && error.status < 500) && failures < 2;

export function useAlbums(scope: "own" | "shared" | "all") {
  const query = useInfiniteQuery({
    queryKey: [...albumsKey, scope],
    queryFn: ({ pageParam, signal }) => api.fetchAlbums(scope, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    retry,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { ...query, items };
}

export function useAlbum(id: string) {
  return useQuery({ queryKey: albumKey(id), queryFn: ({ signal }) => api.fetchAlbum(id, signal), retry });
}

/** The items that are loaded, with URLs that are renewed while the page is open. */
export function useAlbumItems(id: string) {
  const query = useInfiniteQuery({
    queryKey: itemsKey(id),
    queryFn: ({ pageParam, signal }) => api.fetchAlbumItems(id, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) => planRenewal(state.data?.pages[0]?.urlsExpireAt, Date.now()),
    retry,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { ...query, items };
}

export function useMembers(id: string) {
  return useQuery({ queryKey: membersKey(id), queryFn: ({ signal }) => api.fetchMembers(id, signal), retry });
}

export function useComments(id: string, itemId: string | undefined, enabled: boolean) {
  const query = useInfiniteQuery({
    queryKey: [...commentsKey(id), itemId ?? "all"],
    queryFn: ({ pageParam, signal }) => api.fetchComments(id, itemId, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
    retry,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { ...query, items };
}

export function useActivity(id: string) {
  const query = useInfiniteQuery({
    queryKey: activityKey(id),
    queryFn: ({ pageParam, signal }) => api.fetchActivity(id, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    retry,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { ...query, items };
}

/** A change of an album, after which everything that shows it is read again. */
export function useAlbumChange<Input, Output>(id: string, change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: albumKey(id) }), client.invalidateQueries({ queryKey: albumsKey })]),
  });
}

export type ItemsData = { pages: { items: api.AlbumItem[]; nextCursor: string | null; urlsExpireAt: string }[]; pageParams: unknown[] };

/** Shows an order at once, before the server has confirmed it. */
export function useShowOrder(id: string) {
  const client = useQueryClient();
  return (ordered: readonly api.AlbumItem[]) => {
    client.setQueryData<ItemsData>(itemsKey(id), (data) => {
      if (!data) return data;
      let at = 0;
      const pages = data.pages.map((page) => {
        const items = ordered.slice(at, at + page.items.length);
        at += page.items.length;
        return { ...page, items };
      });
      return { ...data, pages };
    });
  };
}
