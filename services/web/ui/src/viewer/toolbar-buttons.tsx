import type { ReactNode } from "react";
import { type MediaSummary, originalUrl } from "../api/media-api.ts";
import { FavouriteButton } from "../components/favourite-button.tsx";
import { Icon } from "../components/icon.tsx";
import { IconButton } from "../components/icon-button.tsx";
import { messages } from "../messages.ts";
import { MediaMenu } from "./media-menu.tsx";

interface ToolbarOptions {
  media: MediaSummary;
  showsInfo: boolean;
  onInfo: () => void;
  onDelete: () => void;
}

const className = "yarl__button";

export function toolbarButtons({ media, showsInfo, onInfo, onDelete }: ToolbarOptions): (ReactNode | "zoom" | "close")[] {
  const text = messages.viewer;
  return [
    <FavouriteButton key="favourite" media={media} className={className} />,
    "zoom",
    <IconButton key="info" icon="info" className={className} label={text.info} aria-pressed={showsInfo} onClick={onInfo} />,
    <a
      key="download"
      className={`icon-button ${className}`}
      href={originalUrl(media.id)}
      download={media.fileName}
      aria-label={text.download}
      title={text.download}
    >
      <Icon name="download" />
    </a>,
    ...(media.trashedAt === null
      ? [<IconButton key="delete" icon="trash" className={className} label={text.delete} onClick={onDelete} />]
      : []),
    <MediaMenu key="more" mediaId={media.id} className={className} />,
    "close",
  ];
}
