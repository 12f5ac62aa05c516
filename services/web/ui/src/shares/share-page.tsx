import { ApiError } from "../api/client.ts";
import { useDocumentTitle } from "../hooks/use-document-title.ts";
import { messages } from "../messages.ts";
import type { PageProps } from "../pages.ts";
import "../styles/albums.css";
import "../styles/shares.css";
import { ShareEnded } from "./share-ended.tsx";
import { SharePassword } from "./share-password.tsx";
import { useShared } from "./share-queries.ts";
import { SharedView } from "./shared-view.tsx";

/** What somebody sees who was given a link. */
export default function SharePage({ route }: PageProps) {
  const token = route.params["token"] ?? "";
  const { data, error, refetch } = useShared(token);
  useDocumentTitle(data?.title ?? messages.shares.page.anItem);
  if (error instanceof ApiError && error.code === "password_required") return <SharePassword token={token} />;
  // A link that was ended while it was looked at is over here too.
  if (error && (!data || (error instanceof ApiError && error.status === 410)))
    return <ShareEnded error={error} onRetry={() => void refetch()} />;
  if (!data) return <div className="page-loading" role="status" aria-label={messages.loading} />;
  return <SharedView token={token} shared={data} />;
}
