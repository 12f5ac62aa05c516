import { useRef, useState } from "react";
import type { MediaSummary } from "../api/media-api.ts";
import { Icon } from "../components/icon.tsx";
import { areSamePictures, type ImageSources, type Pictured, toImageSources } from "./image-sources.ts";
import { thumbhashUrl } from "./thumbhash-url.ts";

interface TileImageProps {
  /** Of one's own, or as an album or share shows it. */
  media: Pictured & Pick<MediaSummary, "kind" | "thumbhash">;
  widthPx: number;
}

/**
 * The picture in the size of its tile, over its placeholder until it is there. URLs are renewed: a picture that was loaded keeps the one that it
 * was loaded by, so that it is not loaded twice.
 */
export function TileImage({ media, widthPx }: TileImageProps) {
  const [loaded, setLoaded] = useState(false);
  const kept = useRef<ImageSources | undefined>(undefined);
  const fresh = toImageSources(media);
  if (!loaded || !kept.current || !fresh || !areSamePictures(kept.current, fresh)) kept.current = fresh;
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
