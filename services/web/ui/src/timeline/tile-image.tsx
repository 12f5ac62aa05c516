import { useState } from "react";
import type { MediaSummary } from "../api/media-api.ts";
import { Icon } from "../components/icon.tsx";
import { toImageSources } from "./image-sources.ts";
import { thumbhashUrl } from "./thumbhash-url.ts";

/** The picture in the size of its tile, over its placeholder until it is there. */
export function TileImage({ media, widthPx }: { media: MediaSummary; widthPx: number }) {
  const [loaded, setLoaded] = useState(false);
  const sources = toImageSources(media.images);
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
          />
        </picture>
      ) : (
        !placeholder && <Icon name={media.kind === "video" ? "video" : "image"} size={32} />
      )}
    </span>
  );
}
