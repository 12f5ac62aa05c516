import type { MediaSummary } from "../api/media-api.ts";
import { Icon } from "../components/icon.tsx";
import { RetryButton } from "../components/retry-button.tsx";
import { messages } from "../messages.ts";

export function FailedSlide({ media, onDelete }: { media: MediaSummary; onDelete: () => void }) {
  return (
    <div className="failed-slide">
      <Icon name="alert" size={40} />
      <h2>{messages.viewer.failedTitle}</h2>
      <p className="failed-slide-name">{media.fileName}</p>
      <p>{media.failure?.message ?? messages.timeline.unknownFailure}</p>
      <div className="dialog-actions">
        {media.failure?.retryable && <RetryButton media={media} className="button button-primary" />}
        <button type="button" className="button" aria-label={messages.timeline.deleteNamed(media.fileName)} onClick={onDelete}>
          <Icon name="trash" size={16} />
          {messages.timeline.delete}
        </button>
      </div>
    </div>
  );
}
