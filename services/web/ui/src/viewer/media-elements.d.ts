import type { HlsVideoElement } from "hls-video-element";
import type { HTMLAttributes, RefAttributes } from "react";

type MediaElement<Attributes = object> = HTMLAttributes<HTMLElement> &
  RefAttributes<HTMLElement> & { slot?: string; class?: string } & Attributes;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "hls-video": MediaElement<{ playsinline?: boolean; muted?: boolean; preload?: string; crossorigin?: string }> &
        RefAttributes<HlsVideoElement>;
      "media-controller": MediaElement<{ hotkeys?: string; gesturesdisabled?: boolean; lang?: string }>;
      "media-control-bar": MediaElement;
      "media-error-dialog": MediaElement;
      "media-fullscreen-button": MediaElement;
      "media-loading-indicator": MediaElement<{ noautohide?: boolean }>;
      "media-mute-button": MediaElement;
      "media-pip-button": MediaElement;
      "media-play-button": MediaElement;
      "media-poster-image": MediaElement<{ src?: string | undefined }>;
      "media-preview-thumbnail": MediaElement;
      "media-preview-time-display": MediaElement;
      "media-rendition-menu": MediaElement<{ anchor?: string }>;
      "media-rendition-menu-button": MediaElement<{ id?: string }>;
      "media-time-display": MediaElement<{ showduration?: boolean }>;
      "media-time-range": MediaElement;
      "media-volume-range": MediaElement;
    }
  }
}
