import { lazy, Suspense } from "react";
import { useLiveMedia } from "./api/use-live-media.ts";
import { ConnectionBanner } from "./components/connection-banner.tsx";
import { LiveRegion } from "./components/live-region.tsx";
import { SiteHeader } from "./components/site-header.tsx";
import { useRoute } from "./hooks/use-route.ts";
import { messages } from "./messages.ts";
import { Timeline } from "./timeline/timeline.tsx";
import { DropOverlay } from "./upload/drop-overlay.tsx";
import { Pickers } from "./upload/pickers.tsx";
import { UploadPanel } from "./upload/upload-panel.tsx";
import { usePageDrop } from "./upload/use-page-drop.ts";
import { useStartUploads } from "./upload/use-uploads.ts";

const Viewer = lazy(() => import("./viewer/viewer.tsx"));

export function App() {
  const { route, open, show, close } = useRoute();
  const connected = useLiveMedia();
  const isDropping = usePageDrop();
  useStartUploads();
  return (
    <>
      <a className="skip-link" href="#content">
        {messages.skipToContent}
      </a>
      <SiteHeader />
      <ConnectionBanner connected={connected} />
      <main id="content" tabIndex={-1}>
        <Timeline onOpen={open} />
      </main>
      <UploadPanel onShow={open} />
      <Pickers />
      <LiveRegion />
      {isDropping && <DropOverlay />}
      {route.mediaId !== undefined && (
        <Suspense fallback={<div className="viewer-loading" role="status" aria-label={messages.loading} />}>
          <Viewer mediaId={route.mediaId} onShow={show} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
