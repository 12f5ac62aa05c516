import { lazy, Suspense } from "react";
import { useLiveMedia } from "./api/use-live-media.ts";
import { ConnectionBanner } from "./components/connection-banner.tsx";
import { SiteHeader } from "./components/site-header.tsx";
import { closeViewer, openMedia, type Route, showMedia } from "./hooks/use-route.ts";
import { messages } from "./messages.ts";
import { CurrentPage } from "./navigation/current-page.tsx";
import { SiteNavigation } from "./navigation/site-navigation.tsx";
import { useSharedFiles } from "./pwa/take-shared.ts";
import { DropOverlay } from "./upload/drop-overlay.tsx";
import { Pickers } from "./upload/pickers.tsx";
import { UploadPanel } from "./upload/upload-panel.tsx";
import { uploads } from "./upload/uploads.ts";
import { usePageDrop } from "./upload/use-page-drop.ts";
import { useStartUploads } from "./upload/use-uploads.ts";

const Viewer = lazy(() => import("./viewer/viewer.tsx"));

/** A page of one's own library, with what stands around all of them. */
export function SiteFrame({ route }: { route: Route }) {
  const connected = useLiveMedia();
  const isDropping = usePageDrop();
  useStartUploads(uploads);
  useSharedFiles();
  return (
    <>
      <a className="skip-link" href="#content">
        {messages.skipToContent}
      </a>
      <SiteHeader />
      <div className="site-frame">
        <SiteNavigation />
        <div className="site-content">
          <ConnectionBanner connected={connected} />
          <CurrentPage route={route} />
        </div>
      </div>
      <UploadPanel onShow={openMedia} />
      <Pickers />
      {isDropping && <DropOverlay />}
      {route.mediaId !== undefined && (
        <Suspense fallback={<div className="viewer-loading" role="status" aria-label={messages.loading} />}>
          <Viewer mediaId={route.mediaId} onShow={showMedia} onClose={closeViewer} />
        </Suspense>
      )}
    </>
  );
}
