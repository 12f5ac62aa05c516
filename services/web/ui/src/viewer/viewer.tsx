import { useEffect } from "react";
import { ApiError } from "../api/client.ts";
import type { MediaSummary } from "../api/media-api.ts";
import { useMedia, useTimeline } from "../api/queries.ts";
import { useDocumentTitle } from "../hooks/use-document-title.ts";
import { MediaLightbox } from "./media-lightbox.tsx";
import { useStableItems } from "./use-stable-items.ts";
import { ViewerState } from "./viewer-state.tsx";

interface ViewerProps {
  mediaId: string;
  onShow: (id: string) => void;
  onClose: () => void;
}

/** Older items are asked for when this few are left after the one in view. */
const loadAhead = 20;

export default function Viewer({ mediaId, onShow, onClose }: ViewerProps) {
  const { items, isPending, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = useTimeline();
  const { data, error, refetch } = useMedia(mediaId);
  const shown = useStableItems(items, mediaId);
  const index = shown.findIndex((item) => item.id === mediaId);

  const isNearEnd = index >= 0 && shown.length - index < loadAhead;
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);

  useDocumentTitle(data?.fileName);

  if (index >= 0) return <MediaLightbox items={shown} index={index} onShow={onShow} onClose={onClose} />;
  // A link to an item that the timeline has not loaded yet: it stands alone.
  const alone: MediaSummary | undefined = data;
  if (alone && !isPending) return <MediaLightbox items={[alone]} index={0} onShow={onShow} onClose={onClose} />;
  const isGone = error instanceof ApiError && error.status === 404;
  return <ViewerState error={error} isGone={isGone} onRetry={() => void refetch()} onClose={onClose} />;
}
