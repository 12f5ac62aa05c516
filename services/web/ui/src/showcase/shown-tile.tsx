import { type MouseEvent, memo, useRef, useState } from "react";
import type { ShownMedia } from "../api/albums-api.ts";
import { Icon } from "../components/icon.tsx";
import { ProgressRing } from "../components/progress-ring.tsx";
import { formatClock, formatPercent } from "../format.ts";
import { messages } from "../messages.ts";
import { type ImageSources, toImageSources } from "../timeline/image-sources.ts";
import { thumbhashUrl } from "../timeline/thumbhash-url.ts";

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
      <ShownImage media={media} widthPx={widthPx} />
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

/** The picture in the size of its place. Its URLs are renewed every few minutes: one that was loaded stays, so that nothing is loaded twice. */
export function ShownImage({ media, widthPx }: { media: ShownMedia; widthPx: number }) {
  const [loaded, setLoaded] = useState(false);
  const kept = useRef<ImageSources | undefined>(undefined);
  const fresh = toImageSources(media.images);
  if (!loaded || !kept.current) kept.current = fresh;
  const sources = kept.current;
  const placeholder = media.thumbhash ? { backgroundImage: `url(${thumbhashUrl(media.thumbhash)})` } : undefined;
  const sizes = `${widthPx}px`;
  return (
    <span className="tile-picture" style={placeholder}>
      {sources ? (
        <picture>
          {sources.modern && <source type={sources.modern.contentType} srcSet={sources.modern.srcSet} sizes={sizes} />}
          <img
            className={loaded ? "is-loaded" : ""}
            src={sources.src}
            srcSet={sources.srcSet}
            sizes={sizes}
            alt=""
            loading="lazy"
            decoding="async"
            draggable={false}
            ref={(image) => {
              if (image?.complete && image.naturalWidth > 0) setLoaded(true);
            }}
            onLoad={() => setLoaded(true)}
            onError={() => setLoaded(false)}
          />
        </picture>
      ) : (
        !placeholder && <Icon name={media.kind === "video" ? "video" : "image"} size={32} />
      )}
    </span>
  );
}
