import { lazy, Suspense, useCallback } from "react";
import type { MediaSummary } from "../api/media-api.ts";
import { useMedia } from "../api/queries.ts";
import { ProgressRing } from "../components/progress-ring.tsx";
import { formatPercent } from "../format.ts";
import { messages } from "../messages.ts";
import { toImageSources } from "../timeline/image-sources.ts";
import { thumbhashUrl } from "../timeline/thumbhash-url.ts";
import { FailedSlide } from "./failed-slide.tsx";

const VideoPlayer = lazy(() => import("./video-player.tsx"));

/** A video, or an item that is not ready: how far it is, or why it is not. */
export function MediaSlideView({ media, active, onDelete }: { media: MediaSummary; active: boolean; onDelete: () => void }) {
  if (media.state === "failed") return <FailedSlide media={media} onDelete={onDelete} />;
  if (media.kind === "video" && media.playable && active) return <VideoSlide media={media} />;
  return <PreparingSlide media={media} />;
}

function VideoSlide({ media }: { media: MediaSummary }) {
  const { data, refetch } = useMedia(media.id);
  const onStale = useCallback(() => void refetch(), [refetch]);
  if (!data?.hls) return <PreparingSlide media={media} />;
  const live = { ...data, hls: data.hls, progress: Math.max(data.progress, media.progress) };
  return (
    <Suspense fallback={<PreparingSlide media={media} />}>
      <VideoPlayer key={media.id} media={live} onStale={onStale} />
    </Suspense>
  );
}

function PreparingSlide({ media }: { media: MediaSummary }) {
  const text = messages.viewer;
  const picture = toImageSources(media)?.src ?? (media.thumbhash ? thumbhashUrl(media.thumbhash) : undefined);
  const isUnderway = media.state === "stored" || media.state === "processing";
  return (
    <div className="preparing">
      {picture && <img src={picture} alt="" />}
      {isUnderway && !media.playable && (
        <p className="preparing-note" role="status">
          {media.state === "processing" && <ProgressRing share={media.progress} />}
          {media.state === "processing" ? text.preparingPercent(formatPercent(media.progress)) : text.waiting}
        </p>
      )}
    </div>
  );
}
