import { useMutation, useQuery } from "@tanstack/react-query";
import { startOidc } from "../api/oidc-api.ts";
import { sessionQuery } from "../api/session-api.ts";
import { useRoute } from "../hooks/use-route.ts";
import { messages } from "../messages.ts";
import { returnPath } from "./return-path.ts";

const text = messages.session;

/** The way in by the identity provider, below the form; nothing where the site has none. */
export function OidcEntrance({ invitation }: { invitation?: string }) {
  const { data } = useQuery(sessionQuery);
  const { search } = useRoute();
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: startOidc,
    onSuccess: ({ url }) => window.location.assign(url),
  });
  if (!data?.oidc) return null;
  const isBusy = isPending || isSuccess;
  const start = () => mutate({ next: returnPath(search), ...(invitation === undefined ? {} : { invitation }) });
  return (
    <div className="other-entrance">
      <p className="other-entrance-or">{text.or}</p>
      {error && (
        <p className="error-text" role="alert">
          {error.message}
        </p>
      )}
      <button type="button" className="button" aria-disabled={isBusy} onClick={() => !isBusy && start()}>
        {isBusy ? text.goingTo(data.oidc.name) : text.continueWith(data.oidc.name)}
      </button>
    </div>
  );
}
