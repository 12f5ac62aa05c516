import { type MouseEvent, memo } from "react";
import type { MediaSummary } from "../api/media-api.ts";
import { formatClock, formatDateTime, formatPercent } from "../format.ts";
import { mediaPath } from "../hooks/use-route.ts";
import { messages } from "../messages.ts";
import { FailedTile } from "./failed-tile.tsx";
import { TileBadge } from "./tile-badge.tsx";
import { TileImage } from "./tile-image.tsx";

interface MediaTileProps {
  media: MediaSummary;
  widthPx: number;
  onOpen: (id: string) => void;
}

export const MediaTile = memo(function MediaTile({ media, widthPx, onOpen }: MediaTileProps) {
  const open = (event: MouseEvent) => {
    // Another tab or window is the browser's to open.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen(media.id);
  };
  const link = (
    <a
      className="tile"
      href={mediaPath(media.id)}
      aria-label={describe(media)}
      data-media-id={media.id}
      data-state={media.state}
      onClick={open}
      draggable={false}
    >
      {media.state !== "failed" && <TileImage media={media} widthPx={widthPx} />}
      <TileBadge media={media} />
    </a>
  );
  return media.state === "failed" ? <FailedTile media={media}>{link}</FailedTile> : link;
});

function describe(media: MediaSummary): string {
  const text = messages.timeline;
  const kind = media.kind === "video" ? text.video : text.photo;
  const duration = media.durationMs === null ? "" : text.tileDuration(formatClock(media.durationMs));
  const state = {
    stored: text.tileWaiting,
    processing: text.tileProcessing(formatPercent(media.progress)),
    ready: "",
    failed: text.tileFailed,
  }[media.state];
  return text.tile(kind, media.fileName, formatDateTime(media.timelineAt)) + duration + state;
}
