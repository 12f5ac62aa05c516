import { type MouseEvent, memo } from "react";
import type { ShownMedia } from "../api/albums-api.ts";
import { Icon } from "../components/icon.tsx";
import { ProgressRing } from "../components/progress-ring.tsx";
import { formatClock, formatPercent } from "../format.ts";
import { messages } from "../messages.ts";
import { TileImage } from "../timeline/tile-image.tsx";

interface ShownTileProps {
  media: ShownMedia;
  id: string;
  widthPx: number;
  label: string;
  /** Whether it is, while items are being chosen. */
  chosen?: boolean | undefined;
  onOpen: (id: string) => void;
}

/** A tile of an album or share; it opens the viewer, or is chosen. */
export const ShownTile = memo(function ShownTile({ media, id, widthPx, label, chosen, onOpen }: ShownTileProps) {
  return (
    <button
      type="button"
      className="tile shown-tile"
      aria-label={label}
      data-item-id={id}
      data-state={media.state}
      aria-pressed={chosen}
      onClick={(event: MouseEvent) => {
        event.preventDefault();
        onOpen(id);
      }}
    >
      <TileImage media={media} widthPx={widthPx} />
      {chosen !== undefined && (
        <span className="tile-mark" aria-hidden="true">
          <Icon name="check" size={16} />
        </span>
      )}
      <span className="tile-badges" aria-hidden="true">
        {media.kind === "video" && (
          <span className="badge badge-video">
            <Icon name="play" size={12} />
            {media.durationMs !== null && formatClock(media.durationMs)}
          </span>
        )}
        {media.state !== "ready" && (
          <span className="badge badge-progress">
            <ProgressRing share={media.progress} />
            {media.state === "processing" ? formatPercent(media.progress) : messages.timeline.waiting}
          </span>
        )}
      </span>
    </button>
  );
});
