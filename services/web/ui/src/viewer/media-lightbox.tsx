import { lazy, Suspense, useMemo, useRef, useState } from "react";
import Lightbox, { type ZoomRef } from "yet-another-react-lightbox";
import Zoom from "yet-another-react-lightbox/plugins/zoom";
import "yet-another-react-lightbox/styles.css";
import type { MediaSummary } from "../api/media-api.ts";
import { Icon } from "../components/icon.tsx";
import { LiveRegion } from "../components/live-region.tsx";
import { Toasts } from "../components/toasts.tsx";
import { useTrash } from "../components/use-trash.ts";
import { messages } from "../messages.ts";
import { InfoPanel } from "./info-panel.tsx";
import { MediaSlideView } from "./media-slide.tsx";
import { SidePanel } from "./side-panel.tsx";
import { SlideFrame } from "./slide-frame.tsx";
import { slideId } from "./slides.ts";
import { toolbarButtons } from "./toolbar-buttons.tsx";
import { useKeepFocus } from "./use-keep-focus.ts";
import { useSlides } from "./use-slides.ts";
import { useViewerKeys } from "./use-viewer-keys.ts";
import "../styles/viewer.css";

const LivePhoto = lazy(() => import("./live-photo.tsx"));

interface MediaLightboxProps {
  items: readonly MediaSummary[];
  index: number;
  onShow: (id: string) => void;
  onClose: () => void;
}

const text = messages.viewer;
const labels = {
  Lightbox: text.label,
  Slide: text.slide,
  "{index} of {total}": text.position,
  Previous: text.previous,
  Next: text.next,
  Close: messages.close,
  "Zoom in": text.zoomIn,
  "Zoom out": text.zoomOut,
};

const playOrPause = () => document.querySelector<HTMLElement>(".yarl__slide_current media-play-button")?.click();

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
  useKeepFocus();
  if (!media) return null;

  return (
    <Lightbox
      open
      close={onClose}
      className={showsInfo ? "viewer has-info" : "viewer"}
      index={index}
      slides={slides}
      plugins={[Zoom]}
      labels={labels}
      carousel={{ finite: true, preload: 2, padding: 0, spacing: "16px" }}
      animation={{ fade: 180, swipe: 320, navigation: 220, zoom: 220 }}
      controller={{ closeOnPullDown: true, aria: true }}
      zoom={{ ref: zoom, maxZoomPixelRatio: 2, scrollToZoom: true, pinchZoomV4: true, doubleClickMaxStops: 2 }}
      toolbar={{ buttons: toolbarButtons({ media, showsInfo, onInfo: keys.onInfo, onDelete: keys.onDelete }) }}
      on={{
        view: ({ index: viewed }) => {
          const id = slides[viewed]?.id;
          if (id) onShow(id);
        },
      }}
      render={{
        slide: ({ slide, offset }) => {
          const shown = slide.type === "media" ? items.find((item) => item.id === slideId(slide)) : undefined;
          return shown && <MediaSlideView media={shown} active={offset === 0} onDelete={keys.onDelete} />;
        },
        slideContainer: ({ slide, children }) => <SlideFrame slide={slide}>{children}</SlideFrame>,
        iconPrev: () => <Icon name="left" size={28} />,
        iconNext: () => <Icon name="right" size={28} />,
        iconClose: () => <Icon name="close" size={22} />,
        iconZoomIn: () => <Icon name="zoomIn" size={22} />,
        iconZoomOut: () => <Icon name="zoomOut" size={22} />,
        controls: () => (
          <>
            <LiveRegion />
            <Toasts />
            {media.liveVideoId !== null && (
              <Suspense>
                <LivePhoto key={media.id} media={media} videoId={media.liveVideoId} />
              </Suspense>
            )}
            {showsInfo && (
              <SidePanel>
                <InfoPanel mediaId={media.id} onClose={keys.onInfo} />
              </SidePanel>
            )}
          </>
        ),
      }}
    />
  );
}
