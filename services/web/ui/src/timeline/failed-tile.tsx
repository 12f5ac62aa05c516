import { type ReactNode, useState } from "react";
import type { MediaSummary } from "../api/media-api.ts";
import { DeleteDialog } from "../components/delete-dialog.tsx";
import { Icon } from "../components/icon.tsx";
import { IconButton } from "../components/icon-button.tsx";
import { RetryButton } from "../components/retry-button.tsx";
import { messages } from "../messages.ts";

/** An item that could not be processed: why, and what can be done; the link behind it opens it. */
export function FailedTile({ media, children }: { media: MediaSummary; children: ReactNode }) {
  const [deleting, setDeleting] = useState(false);
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
        <IconButton icon="trash" label={messages.timeline.deleteNamed(media.fileName)} onClick={() => setDeleting(true)} />
      </div>
      {deleting && <DeleteDialog media={media} onClose={() => setDeleting(false)} />}
    </div>
  );
}
