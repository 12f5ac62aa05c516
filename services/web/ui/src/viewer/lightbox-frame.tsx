import type { ReactNode, Ref } from "react";
import Lightbox, { type ZoomRef } from "yet-another-react-lightbox";
import Zoom from "yet-another-react-lightbox/plugins/zoom";
import "yet-another-react-lightbox/styles.css";
import { Icon } from "../components/icon.tsx";
import { LiveRegion } from "../components/live-region.tsx";
import { messages } from "../messages.ts";
import { SlideFrame } from "./slide-frame.tsx";
import { slideId, type ViewerSlide } from "./slides.ts";
import { useKeepFocus } from "./use-keep-focus.ts";
import "../styles/viewer.css";

interface LightboxFrameProps {
  slides: ViewerSlide[];
  index: number;
  onShow: (id: string) => void;
  onClose: () => void;
  /** Of the toolbar; the lightbox knows "zoom" and "close" by name. */
  buttons: readonly ReactNode[];
  /** What draws a slide that is no picture. */
  slide: (id: string, active: boolean) => ReactNode;
  /** Below a slide. */
  footer?: (id: string) => ReactNode;
  /** Beside the picture. */
  panel?: ReactNode;
  /** Over everything. */
  children?: ReactNode;
  zoom?: Ref<ZoomRef>;
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

/** What the viewers of the library, of albums and of shares have in common: how they look, move, zoom and are spoken. */
export function LightboxFrame(props: LightboxFrameProps) {
  const { slides, index, onShow, onClose, buttons, slide: drawSlide, footer, panel, children, zoom } = props;
  useKeepFocus();
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
      zoom={{ ...(zoom && { ref: zoom }), maxZoomPixelRatio: 2, scrollToZoom: true, pinchZoomV4: true, doubleClickMaxStops: 2 }}
      toolbar={{ buttons }}
      on={{
        view: ({ index: viewed }) => {
          const id = slides[viewed]?.id;
          if (id) onShow(id);
        },
      }}
      render={{
        slide: ({ slide, offset }) => (slide.type === "media" ? drawSlide(slide.id, offset === 0) : undefined),
        slideFooter: ({ slide }) => {
          const id = slideId(slide);
          return id === undefined ? null : footer?.(id);
        },
        slideContainer: ({ slide, children: content }) => <SlideFrame slide={slide}>{content}</SlideFrame>,
        iconPrev: () => <Icon name="left" size={28} />,
        iconNext: () => <Icon name="right" size={28} />,
        iconClose: () => <Icon name="close" size={22} />,
        iconZoomIn: () => <Icon name="zoomIn" size={22} />,
        iconZoomOut: () => <Icon name="zoomOut" size={22} />,
        controls: () => (
          <>
            <LiveRegion />
            {children}
            {panel}
          </>
        ),
      }}
    />
  );
}
