import { useEffect } from "react";
import { ApiError } from "../api/client.ts";
import type { MediaSummary } from "../api/media-api.ts";
import { useMedia } from "../api/queries.ts";
import { useDocumentTitle } from "../hooks/use-document-title.ts";
import { MediaLightbox } from "./media-lightbox.tsx";
import { useStableItems } from "./use-stable-items.ts";
import { useViewerItems } from "./viewer-items.ts";
import { ViewerState } from "./viewer-state.tsx";

interface ViewerProps {
  mediaId: string;
  onShow: (id: string) => void;
  onClose: () => void;
}

export default function Viewer({ mediaId, onShow, onClose }: ViewerProps) {
  const { items, isPending, onNear } = useViewerItems();
  const { data, error, refetch } = useMedia(mediaId);
  const shown = useStableItems(items, mediaId);
  const index = shown.findIndex((item) => item.id === mediaId);

  useEffect(() => onNear(mediaId), [onNear, mediaId]);
  useDocumentTitle(data?.fileName);

  if (index >= 0) return <MediaLightbox items={shown} index={index} onShow={onShow} onClose={onClose} />;
  // A link to an item that the page has not loaded: it stands alone.
  const alone: MediaSummary | undefined = data;
  if (alone && !isPending) return <MediaLightbox items={[alone]} index={0} onShow={onShow} onClose={onClose} />;
  const isGone = error instanceof ApiError && error.status === 404;
  return <ViewerState error={error} isGone={isGone} onRetry={() => void refetch()} onClose={onClose} />;
}
