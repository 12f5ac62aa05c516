import type { ReactNode } from "react";
import type { MediaSummary } from "../api/media-api.ts";
import { Icon } from "../components/icon.tsx";
import { IconButton } from "../components/icon-button.tsx";
import { RetryButton } from "../components/retry-button.tsx";
import { useTrash } from "../components/use-trash.ts";
import { messages } from "../messages.ts";

/** An item that could not be processed: why, and what can be done; the link behind it opens it. */
export function FailedTile({ media, children }: { media: MediaSummary; children: ReactNode }) {
  const trash = useTrash();
  return (
    <div className="failed-tile">
      {children}
      <div className="failed-text">
        <p className="failed-name">
          <Icon name="alert" size={16} />
          <span>{media.fileName}</span>
        </p>
        <p className="failed-reason">{media.failure?.message ?? messages.timeline.unknownFailure}</p>
      </div>
      <div className="failed-actions">
        {media.failure?.retryable && <RetryButton media={media} className="button button-small" />}
        {media.trashedAt === null && (
          <IconButton icon="trash" label={messages.timeline.deleteNamed(media.fileName)} onClick={() => trash(media)} />
        )}
      </div>
    </div>
  );
}
