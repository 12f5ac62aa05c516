import type { ReactNode } from "react";
import { createDownload, type MediaSummary, originalUrl } from "../api/media-api.ts";
import { FavouriteButton } from "../components/favourite-button.tsx";
import { Icon } from "../components/icon.tsx";
import { IconButton } from "../components/icon-button.tsx";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { MediaMenu } from "./media-menu.tsx";

interface ToolbarOptions {
  media: MediaSummary;
  showsInfo: boolean;
  onInfo: () => void;
  onDelete: () => void;
}

const className = "yarl__button";

/** The photo and its video, as they are. */
function downloadLive(id: string): void {
  createDownload([id], true).then(
    ({ path }) => window.location.assign(path),
    (error: Error) => showToast(messages.selection.failed(error.message)),
  );
}

export function toolbarButtons({ media, showsInfo, onInfo, onDelete }: ToolbarOptions): (ReactNode | "zoom" | "close")[] {
  const text = messages.viewer;
  return [
    <FavouriteButton key="favourite" media={media} className={className} />,
    "zoom",
    <IconButton key="info" icon="info" className={className} label={text.info} aria-pressed={showsInfo} onClick={onInfo} />,
    media.liveVideoId === null ? (
      <a
        key="download"
        className={`icon-button ${className}`}
        href={originalUrl(media.id)}
        download={media.fileName}
        aria-label={text.download}
        title={text.download}
      >
        <Icon name="download" />
      </a>
    ) : (
      <IconButton key="download" icon="download" className={className} label={text.downloadLive} onClick={() => downloadLive(media.id)} />
    ),
    ...(media.trashedAt === null
      ? [<IconButton key="delete" icon="trash" className={className} label={text.delete} onClick={onDelete} />]
      : []),
    <MediaMenu key="more" mediaId={media.id} className={className} />,
    "close",
  ];
}
