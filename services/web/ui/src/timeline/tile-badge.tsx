import type { MediaSummary } from "../api/media-api.ts";
import { Icon } from "../components/icon.tsx";
import { ProgressRing } from "../components/progress-ring.tsx";
import { formatClock, formatPercent } from "../format.ts";
import { messages } from "../messages.ts";

/** What the link's name says, for the eye. */
export function TileBadge({ media }: { media: MediaSummary }) {
  return (
    <span className="tile-badges" aria-hidden="true">
      {media.favourite && (
        <span className="badge badge-favourite">
          <Icon name="heart" size={14} />
        </span>
      )}
      {media.kind === "video" && media.state !== "failed" && (
        <span className="badge badge-video">
          <Icon name="play" size={12} />
          {media.durationMs !== null && formatClock(media.durationMs)}
        </span>
      )}
      {media.liveVideoId !== null && (
        <span className="badge">
          <Icon name="live" size={14} />
          {messages.viewer.live}
        </span>
      )}
      {media.state === "processing" && (
        <span className="badge badge-progress">
          <ProgressRing share={media.progress} />
          {formatPercent(media.progress)}
        </span>
      )}
      {media.state === "stored" && (
        <span className="badge badge-progress">
          <Icon name="clock" size={14} />
          {messages.timeline.waiting}
        </span>
      )}
    </span>
  );
}
