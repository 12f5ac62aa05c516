import "hls-video-element";
import "media-chrome/media-controller";
import "media-chrome/media-control-bar";
import "media-chrome/media-fullscreen-button";
import "media-chrome/media-loading-indicator";
import "media-chrome/media-mute-button";
import "media-chrome/media-pip-button";
import "media-chrome/media-play-button";
import "media-chrome/media-poster-image";
import "media-chrome/media-preview-thumbnail";
import "media-chrome/media-preview-time-display";
import "media-chrome/media-time-display";
import "media-chrome/media-time-range";
import "media-chrome/media-volume-range";
import "media-chrome/menu/media-chrome-menu-item";
import "media-chrome/menu/media-rendition-menu";
import "media-chrome/menu/media-rendition-menu-button";
import type { HlsVideoElement } from "hls-video-element";
import { addTranslation, setLanguage } from "media-chrome/utils/i18n.js";
import { type KeyboardEvent, type SyntheticEvent, useRef } from "react";
import type { MediaDetail } from "../api/media-api.ts";
import { formatPercent } from "../format.ts";
import { messages } from "../messages.ts";
import { toImageSources } from "../timeline/image-sources.ts";
import { useHlsVideo, type Watchable } from "./use-hls-video.ts";
import { useStoryboard } from "./use-storyboard.ts";

interface VideoPlayerProps {
  media: Watchable & Pick<MediaDetail, "fileName" | "images" | "progress" | "storyboard">;
  onStale: () => void;
}

addTranslation(messages.locale, messages.player.controls);
setLanguage(messages.locale);

const stop = (event: SyntheticEvent) => event.stopPropagation();

/** Inside the player, arrows seek and space plays; Escape and the rest stay the viewer's. */
const keepKeys = (event: KeyboardEvent) => {
  if (event.key.startsWith("Arrow") || event.key === " ") event.stopPropagation();
};

export default function VideoPlayer({ media, onStale }: VideoPlayerProps) {
  const video = useRef<HlsVideoElement>(null);
  const failed = useHlsVideo(video, media, onStale);
  const storyboard = useStoryboard(media);
  const poster = toImageSources(media)?.src;
  const label = messages.player.label(media.fileName);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keeps the player's keys from turning the page
    <div className="player" onKeyDown={keepKeys}>
      <media-controller aria-label={label} hotkeys="noarrowup noarrowdown">
        <hls-video ref={video} slot="media" playsinline preload="auto" crossorigin="anonymous" aria-label={label}>
          {storyboard && <track key={storyboard} label="thumbnails" kind="metadata" default src={storyboard} />}
        </hls-video>
        <media-poster-image slot="poster" src={poster} />
        <media-loading-indicator slot="centered-chrome" noautohide />
        {/* A drag that begins here must not turn the page. */}
        <div className="player-controls" onPointerDown={stop}>
          <media-time-range>
            {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: takes no focus; its picture has no text but the time beside it */}
            <media-preview-thumbnail slot="preview" aria-hidden="true" />
            <media-preview-time-display slot="preview" />
          </media-time-range>
          <media-rendition-menu hidden anchor="auto" aria-label={messages.player.quality} />
          <media-control-bar>
            <media-play-button />
            <media-mute-button />
            <media-volume-range />
            <media-time-display showduration />
            <span className="player-space" />
            <media-rendition-menu-button aria-label={messages.player.quality} />
            <media-pip-button />
            <media-fullscreen-button />
          </media-control-bar>
        </div>
      </media-controller>
      {!media.hls.complete && <p className="player-note">{messages.viewer.stillMade(formatPercent(media.progress))}</p>}
      {failed && (
        <p className="player-note player-error" role="alert">
          {messages.player.playbackError}
        </p>
      )}
    </div>
  );
}
