import type { MediaSummary } from "../api/media-api.ts";
import { useRetryMedia } from "../api/queries.ts";
import { announce } from "../hooks/announce.ts";
import { messages } from "../messages.ts";
import { Icon } from "./icon.tsx";

/** Has a failed item processed again. */
export function RetryButton({ media, className = "button" }: { media: MediaSummary; className?: string }) {
  const retry = useRetryMedia();
  const start = () => retry.mutate(media.id, { onError: (error) => announce(messages.timeline.retryFailed(error.message)) });
  return (
    <button
      type="button"
      className={className}
      aria-label={messages.timeline.retryNamed(media.fileName)}
      aria-disabled={retry.isPending}
      onClick={() => !retry.isPending && start()}
    >
      <Icon name="retry" size={16} />
      {messages.timeline.retry}
    </button>
  );
}
