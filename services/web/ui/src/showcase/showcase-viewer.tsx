import type { ReactNode } from "react";
import { LightboxFrame } from "../viewer/lightbox-frame.tsx";
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

/** The viewer of an album or share: it shows what they have, and nothing of the library. */
export default function ShowcaseViewer({ items, itemId, labelOf, source, onShow, onClose, buttons, panel }: ShowcaseViewerProps) {
  const index = Math.max(
    0,
    items.findIndex(({ id }) => id === itemId),
  );
  const slides = useShownSlides(items, index, labelOf);
  const itemOf = (id: string) => items.find((item) => item.id === id);
  const current = items[index];
  if (!current) return null;
  return (
    <LightboxFrame
      slides={slides}
      index={index}
      onShow={onShow}
      onClose={onClose}
      buttons={[...(buttons?.(current) ?? []), "zoom", "close"]}
      slide={(id, active) => {
        const item = itemOf(id);
        return item && <ShownSlide item={item} active={active} label={labelOf(item)} source={source} />;
      }}
      footer={(id) => {
        const media = itemOf(id)?.media;
        return media?.caption ? (
          <p className="slide-caption" data-kind={media.kind} dir="auto">
            {media.caption}
          </p>
        ) : null;
      }}
      panel={panel}
    />
  );
}
