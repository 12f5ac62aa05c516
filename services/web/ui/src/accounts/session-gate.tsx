import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { sessionQuery } from "../api/session-api.ts";
import { navigate, useRoute } from "../hooks/use-route.ts";
import { messages } from "../messages.ts";
import { entrancePath } from "./return-path.ts";

/** Shows a library to whom it belongs, and leads everybody else to where they can sign in. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useQuery(sessionQuery);
  const { mediaId } = useRoute();
  const entrance = data && data.user === null ? (data.setup ? "/setup" : "/sign-in") : undefined;

  useEffect(() => {
    if (entrance) navigate(entrancePath(entrance, window.location.pathname + window.location.search), { replace: true });
  }, [entrance]);

  if (data?.user) return children;
  if (error) {
    return (
      <main className="state" role="alert">
        <p>{messages.session.unreachable}</p>
        <button type="button" className="button button-primary" onClick={() => void refetch()}>
          {messages.tryAgain}
        </button>
      </main>
    );
  }
  return <div className={mediaId === undefined ? "page-loading" : "viewer-loading"} role="status" aria-label={messages.loading} />;
}
