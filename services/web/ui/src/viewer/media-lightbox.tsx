import { lazy, Suspense, useMemo, useRef, useState } from "react";
import type { ZoomRef } from "yet-another-react-lightbox";
import type { MediaSummary } from "../api/media-api.ts";
import { Toasts } from "../components/toasts.tsx";
import { useTrash } from "../components/use-trash.ts";
import { InfoPanel } from "./info-panel.tsx";
import { LightboxFrame } from "./lightbox-frame.tsx";
import { MediaSlideView } from "./media-slide.tsx";
import { SidePanel } from "./side-panel.tsx";
import { toolbarButtons } from "./toolbar-buttons.tsx";
import { useSlides } from "./use-slides.ts";
import { useViewerKeys } from "./use-viewer-keys.ts";

const LivePhoto = lazy(() => import("./live-photo.tsx"));

interface MediaLightboxProps {
  items: readonly MediaSummary[];
  index: number;
  onShow: (id: string) => void;
  onClose: () => void;
}

const playOrPause = () => document.querySelector<HTMLElement>(".yarl__slide_current media-play-button")?.click();

/** The viewer of one's own library. */
export function MediaLightbox({ items, index, onShow, onClose }: MediaLightboxProps) {
  const [showsInfo, setShowsInfo] = useState(false);
  const trash = useTrash();
  const zoom = useRef<ZoomRef>(null);
  const slides = useSlides(items);
  const media = items[index];

  const moveToTrash = () => {
    if (!media || media.trashedAt !== null) return;
    trash(media);
    const neighbour = items[index + 1] ?? items[index - 1];
    if (neighbour) onShow(neighbour.id);
    else onClose();
  };
  const latestTrash = useRef(moveToTrash);
  latestTrash.current = moveToTrash;
  const keys = useMemo(
    () => ({
      onInfo: () => setShowsInfo((shown) => !shown),
      onDelete: () => latestTrash.current(),
      onPlay: playOrPause,
      onZoomIn: () => zoom.current?.zoomIn(),
      onZoomOut: () => zoom.current?.zoomOut(),
    }),
    [],
  );
  useViewerKeys(keys, true);
  if (!media) return null;

  return (
    <LightboxFrame
      slides={slides}
      index={index}
      onShow={onShow}
      onClose={onClose}
      zoom={zoom}
      buttons={toolbarButtons({ media, showsInfo, onInfo: keys.onInfo, onDelete: keys.onDelete })}
      slide={(id, active) => {
        const shown = items.find((item) => item.id === id);
        return shown && <MediaSlideView media={shown} active={active} onDelete={keys.onDelete} />;
      }}
      panel={
        showsInfo && (
          <SidePanel>
            <InfoPanel mediaId={media.id} onClose={keys.onInfo} />
          </SidePanel>
        )
      }
    >
      <Toasts />
      {media.liveVideoId !== null && (
        <Suspense>
          <LivePhoto key={media.id} media={media} videoId={media.liveVideoId} />
        </Suspense>
      )}
    </LightboxFrame>
  );
}
