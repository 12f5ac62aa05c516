import type { ReactNode } from "react";
import type { Slide } from "yet-another-react-lightbox";
import { thumbhashUrl } from "../timeline/thumbhash-url.ts";

/** Shows a photo's blurred placeholder until the photo itself is there. */
export function SlideFrame({ slide, children }: { slide: Slide; children: ReactNode }) {
  const thumbhash = "thumbhash" in slide && typeof slide.thumbhash === "string" ? slide.thumbhash : undefined;
  const [width, height] = [Reflect.get(slide, "width"), Reflect.get(slide, "height")].map(Number);
  if (!thumbhash || !width || !height) return children;
  return (
    <div className="slide-frame">
      <img
        className="slide-placeholder"
        src={thumbhashUrl(thumbhash)}
        alt=""
        width={width}
        height={height}
        style={{ aspectRatio: width / height }}
      />
      {children}
    </div>
  );
}
