import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchDuplicates, keepDuplicates } from "../api/media-api.ts";
import { useManyMedia } from "../api/queries.ts";

const key = ["duplicates"] as const;

export const useDuplicates = () => useQuery({ queryKey: key, queryFn: ({ signal }) => fetchDuplicates(signal), staleTime: 0 });

export function useKeepDuplicates() {
  const client = useQueryClient();
  return useMutation({ mutationFn: keepDuplicates, onSuccess: () => client.invalidateQueries({ queryKey: key }) });
}

/** Moves some to the trash, or back; what is left of their groups is read again. */
export function useTrashDuplicates(): (ids: readonly string[], trashed: boolean) => Promise<void> {
  const client = useQueryClient();
  const { setTrashed } = useManyMedia();
  return async (ids, trashed) => {
    await setTrashed(ids, trashed);
    await client.invalidateQueries({ queryKey: key });
  };
}
