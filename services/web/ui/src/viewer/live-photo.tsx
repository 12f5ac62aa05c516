import "hls-video-element";
import type { HlsVideoElement } from "hls-video-element";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Delivery, MediaDetail, MediaSummary } from "../api/media-api.ts";
import { useMedia } from "../api/queries.ts";
import { Icon } from "../components/icon.tsx";
import { messages } from "../messages.ts";
import { useHlsVideo } from "./use-hls-video.ts";

/** The moving part of a photo in view: it plays while the button is pointed at or held, and by a press or the key L until its end. */
export default function LivePhoto({ media, videoId }: { media: MediaSummary; videoId: string }) {
  const { data, refetch } = useMedia(videoId);
  const [playing, setPlaying] = useState(false);
  const stop = useCallback(() => setPlaying(false), []);
  const onStale = useCallback(() => void refetch(), [refetch]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "l" || event.altKey || event.ctrlKey || event.metaKey) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (target?.closest("dialog, input, textarea")) return;
      setPlaying((before) => !before);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  if (!data?.hls) return null;
  return (
    <>
      {playing && <LiveVideo key={videoId} name={media.fileName} delivery={data.delivery} hls={data.hls} onEnd={stop} onStale={onStale} />}
      <button
        type="button"
        className="live-button"
        aria-label={messages.viewer.playLive}
        aria-keyshortcuts="l"
        aria-pressed={playing}
        onPointerEnter={(event) => event.pointerType === "mouse" && setPlaying(true)}
        onPointerLeave={stop}
        onPointerDown={(event) => {
          // A drag that begins here must not turn the page.
          event.stopPropagation();
          if (event.pointerType !== "mouse") setPlaying(true);
        }}
        onPointerUp={(event) => event.pointerType !== "mouse" && stop()}
        onPointerCancel={stop}
        onContextMenu={(event) => event.preventDefault()}
        onClick={(event) => event.detail === 0 && setPlaying((before) => !before)}
      >
        <Icon name="live" size={18} />
        {messages.viewer.live}
      </button>
    </>
  );
}

interface LiveVideoProps {
  name: string;
  delivery: Delivery;
  hls: NonNullable<MediaDetail["hls"]>;
  onEnd: () => void;
  onStale: () => void;
}

function LiveVideo({ name, delivery, hls, onEnd, onStale }: LiveVideoProps) {
  const video = useRef<HlsVideoElement>(null);
  const failed = useHlsVideo(video, { delivery, hls }, onStale);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    element.addEventListener("ended", onEnd);
    // Browsers play with sound only after a press.
    element.muted = true;
    const play = () => void element.play().catch(() => undefined);
    // Before there is something to play, a call to play is forgotten.
    element.addEventListener("canplay", play);
    return () => {
      element.removeEventListener("ended", onEnd);
      element.removeEventListener("canplay", play);
    };
  }, [onEnd]);
  useEffect(() => {
    if (failed) onEnd();
  }, [failed, onEnd]);
  const label = messages.viewer.liveOf(name);
  return <hls-video ref={video} class="live-video" muted playsinline preload="auto" crossorigin="anonymous" aria-label={label} />;
}
