import { useMutation, useQueryClient } from "@tanstack/react-query";
import { sessionQuery, type User } from "../api/session-api.ts";
import { navigate, useRoute } from "../hooks/use-route.ts";
import { returnPath } from "./return-path.ts";

/** A way to sign in. When it has worked, the page is shown that the visitor came for. */
export function useEnter<Fields>(enter: (fields: Fields) => Promise<User>) {
  const client = useQueryClient();
  const { search } = useRoute();
  return useMutation({
    mutationFn: enter,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey, refetchType: "none" });
      await client.fetchQuery(sessionQuery);
      navigate(returnPath(search), { replace: true });
    },
  });
}
