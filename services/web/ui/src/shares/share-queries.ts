import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { ApiError } from "../api/client.ts";
import { fetchShared, fetchSharedItems } from "../api/shares-api.ts";
import { planRenewal, renewMs } from "../showcase/renew.ts";

/** A refusal is an answer: asking again would not change it. */
const retry = (failures: number, error: Error) => !(error instanceof ApiError && error.status >= 400 && error.status < 500) && failures < 2;

export const sharedKey = (token: string) => ["shared", token] as const;

/** What a link shares; looked at again now and then, so that the page ends when the link does. */
export function useShared(token: string) {
  return useQuery({
    queryKey: sharedKey(token),
    queryFn: ({ signal }) => fetchShared(token, signal),
    refetchInterval: ({ state }) => (state.error ? false : renewMs),
    retry,
  });
}

/** The items, with URLs that are renewed while the link stands. */
export function useSharedItems(token: string) {
  const query = useInfiniteQuery({
    queryKey: [...sharedKey(token), "items"],
    queryFn: ({ pageParam, signal }) => fetchSharedItems(token, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) => (state.error ? false : planRenewal(state.data?.pages[0]?.urlsExpireAt, Date.now())),
    retry,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { ...query, items };
}
