import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback } from "react";
import type { Playback, ShownMedia } from "../api/albums-api.ts";
import { ProgressRing } from "../components/progress-ring.tsx";
import { formatPercent } from "../format.ts";
import { messages } from "../messages.ts";
import { toImageSources } from "../timeline/image-sources.ts";
import { thumbhashUrl } from "../timeline/thumbhash-url.ts";
import { renewMs } from "./renew.ts";
import type { ShowcaseMedia } from "./split-blocks.ts";

const VideoPlayer = lazy(() => import("../viewer/video-player.tsx"));

export interface PlaybackSource {
  readonly key: readonly unknown[];
  readonly fetch: (itemId: string, signal: AbortSignal) => Promise<{ readonly media: ShownMedia | null; readonly playback: Playback }>;
}

interface ShownSlideProps {
  item: ShowcaseMedia;
  active: boolean;
  label: string;
  source: PlaybackSource;
}

/** A video, or what is not ready to be shown. */
export function ShownSlide(props: ShownSlideProps) {
  const { media } = props.item;
  return media.kind === "video" && media.playable && props.active ? <VideoSlide {...props} /> : <Preparing {...props} />;
}

function VideoSlide(props: ShownSlideProps) {
  const { item, label, source } = props;
  const { data, refetch } = useQuery({
    queryKey: [...source.key, "playback", item.id],
    queryFn: ({ signal }) => source.fetch(item.id, signal),
    staleTime: renewMs,
    refetchInterval: renewMs,
  });
  const onStale = useCallback(() => void refetch(), [refetch]);
  const { media, playback } = data ?? {};
  if (!media || !playback?.hls) return <Preparing {...props} />;
  const { progress } = item.media;
  return (
    <Suspense fallback={<Preparing {...props} />}>
      <VideoPlayer
        key={item.id}
        media={{ ...media, hls: playback.hls, storyboard: playback.storyboard, fileName: label, progress }}
        onStale={onStale}
      />
    </Suspense>
  );
}

function Preparing({ item: { media } }: ShownSlideProps) {
  const text = messages.viewer;
  const picture = toImageSources(media)?.src ?? (media.thumbhash ? thumbhashUrl(media.thumbhash) : undefined);
  return (
    <div className="preparing">
      {picture && <img src={picture} alt="" />}
      {media.state !== "ready" && !media.playable && (
        <p className="preparing-note" role="status">
          {media.state === "processing" && <ProgressRing share={media.progress} />}
          {media.state === "processing" ? text.preparingPercent(formatPercent(media.progress)) : text.waiting}
        </p>
      )}
    </div>
  );
}
