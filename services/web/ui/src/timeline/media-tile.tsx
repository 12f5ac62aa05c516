import { type KeyboardEvent, type MouseEvent, memo } from "react";
import type { MediaSummary } from "../api/media-api.ts";
import { Icon } from "../components/icon.tsx";
import { formatClock, formatDateTime, formatPercent } from "../format.ts";
import { mediaPath } from "../hooks/use-route.ts";
import { messages } from "../messages.ts";
import { toggleSelected, useIsSelected, useIsSelecting } from "../selection/selection.ts";
import { useLongPress } from "../selection/use-long-press.ts";
import { FailedTile } from "./failed-tile.tsx";
import { TileBadge } from "./tile-badge.tsx";
import { TileImage } from "./tile-image.tsx";

interface MediaTileProps {
  media: MediaSummary;
  widthPx: number;
  onOpen: (id: string) => void;
  /** Chooses all up to this one. */
  onRange: (id: string) => void;
}

export const MediaTile = memo(function MediaTile({ media, widthPx, onOpen, onRange }: MediaTileProps) {
  const selected = useIsSelected(media.id);
  const selecting = useIsSelecting();
  const longPress = useLongPress(() => toggleSelected(media.id));
  const open = (event: MouseEvent) => {
    if (selecting) {
      event.preventDefault();
      if (event.shiftKey) onRange(media.id);
      else toggleSelected(media.id);
      return;
    }
    // Another tab or window is the browser's to open.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen(media.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== " ") return;
    event.preventDefault();
    if (event.shiftKey) onRange(media.id);
    else toggleSelected(media.id);
  };
  const link = (
    <a
      className="tile"
      href={mediaPath(media.id)}
      aria-label={describe(media) + (selected ? messages.selection.tileSelected : "")}
      data-media-id={media.id}
      data-state={media.state}
      data-selected={selected || undefined}
      onClick={open}
      onKeyDown={onKeyDown}
      draggable={false}
      {...longPress}
    >
      {media.state !== "failed" && <TileImage media={media} widthPx={widthPx} />}
      <TileBadge media={media} />
    </a>
  );
  return (
    <div className="tile-box" data-selected={selected || undefined} data-selecting={selecting || undefined}>
      {media.state === "failed" ? <FailedTile media={media}>{link}</FailedTile> : link}
      <button
        type="button"
        className="tile-check"
        aria-label={messages.selection.select(media.fileName)}
        aria-pressed={selected}
        // Space on the tile does the same: one stop for Tab is enough.
        tabIndex={-1}
        onClick={(event) => (event.shiftKey ? onRange(media.id) : toggleSelected(media.id))}
      >
        <Icon name="check" size={16} />
      </button>
    </div>
  );
});

function describe(media: MediaSummary): string {
  const text = messages.timeline;
  const kind = media.kind === "video" ? text.video : media.liveVideoId === null ? text.photo : text.livePhoto;
  const duration = media.durationMs === null ? "" : text.tileDuration(formatClock(media.durationMs));
  const state = {
    stored: text.tileWaiting,
    processing: text.tileProcessing(formatPercent(media.progress)),
    ready: "",
    failed: text.tileFailed,
  }[media.state];
  const favourite = media.favourite ? text.tileFavourite : "";
  return text.tile(kind, media.fileName, formatDateTime(media.timelineAt)) + duration + favourite + state;
}
