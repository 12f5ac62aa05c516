import { type ReactNode, useRef } from "react";
import Lightbox, { type ZoomRef } from "yet-another-react-lightbox";
import Zoom from "yet-another-react-lightbox/plugins/zoom";
import "yet-another-react-lightbox/styles.css";
import { Icon } from "../components/icon.tsx";
import { LiveRegion } from "../components/live-region.tsx";
import { messages } from "../messages.ts";
import { SlideFrame } from "../viewer/slide-frame.tsx";
import { slideId } from "../viewer/slides.ts";
import { useKeepFocus } from "../viewer/use-keep-focus.ts";
import "../styles/viewer.css";
import { type PlaybackSource, ShownSlide } from "./shown-slide.tsx";
import type { ShowcaseMedia } from "./split-blocks.ts";
import { useShownSlides } from "./use-shown-slides.ts";

export interface ShowcaseViewerProps {
  items: readonly ShowcaseMedia[];
  itemId: string;
  labelOf: (item: ShowcaseMedia) => string;
  source: PlaybackSource;
  onShow: (id: string) => void;
  onClose: () => void;
  /** Buttons of the toolbar, before zoom and close. */
  buttons?: (item: ShowcaseMedia) => ReactNode[];
  /** Beside the picture. */
  panel?: ReactNode;
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

/** The viewer of an album or share: it shows what they have, and nothing of the library. */
export default function ShowcaseViewer({ items, itemId, labelOf, source, onShow, onClose, buttons, panel }: ShowcaseViewerProps) {
  const zoom = useRef<ZoomRef>(null);
  const index = Math.max(
    0,
    items.findIndex(({ id }) => id === itemId),
  );
  const slides = useShownSlides(items, index, labelOf);
  useKeepFocus();
  const current = items[index];
  if (!current) return null;
  return (
    <Lightbox
      open
      close={onClose}
      className={panel ? "viewer has-info" : "viewer"}
      index={index}
      slides={slides}
      plugins={[Zoom]}
      labels={labels}
      carousel={{ finite: true, preload: 2, padding: 0, spacing: "16px" }}
      animation={{ fade: 180, swipe: 320, navigation: 220, zoom: 220 }}
      controller={{ closeOnPullDown: true, aria: true }}
      zoom={{ ref: zoom, maxZoomPixelRatio: 2, scrollToZoom: true, pinchZoomV4: true, doubleClickMaxStops: 2 }}
      toolbar={{ buttons: [...(buttons?.(current) ?? []), "zoom", "close"] }}
      on={{
        view: ({ index: viewed }) => {
          const id = slides[viewed]?.id;
          if (id) onShow(id);
        },
      }}
      render={{
        slide: ({ slide, offset }) => {
          const item = slide.type === "media" ? items.find(({ id }) => id === slideId(slide)) : undefined;
          return item && <ShownSlide item={item} active={offset === 0} label={labelOf(item)} source={source} />;
        },
        slideFooter: ({ slide }) => {
          const media = items.find(({ id }) => id === slideId(slide))?.media;
          return media?.caption ? (
            <p className="slide-caption" data-kind={media.kind} dir="auto">
              {media.caption}
            </p>
          ) : null;
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
            {panel}
          </>
        ),
      }}
    />
  );
}
