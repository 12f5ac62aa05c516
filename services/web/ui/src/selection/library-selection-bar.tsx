import { lazy, Suspense, useState } from "react";
import { useLibraryActions } from "./actions.ts";
import { DownloadDialog } from "./download-dialog.tsx";
import { clearSelection } from "./selection.ts";
import { SelectionBar } from "./selection-bar.tsx";

const AddToAlbumDialog = lazy(() => import("../albums/add-to-album-dialog.tsx"));

/** The selection bar of pages that show the library. */
export function LibrarySelectionBar() {
  const [downloading, setDownloading] = useState<readonly string[]>();
  const [adding, setAdding] = useState<readonly string[]>();
  return (
    <>
      <SelectionBar actions={useLibraryActions({ onAlbum: setAdding, onDownload: setDownloading })} />
      {downloading && <DownloadDialog ids={downloading} onClose={() => setDownloading(undefined)} />}
      <Suspense>{adding && <AddToAlbumDialog mediaIds={adding} onClose={() => setAdding(undefined)} onAdded={clearSelection} />}</Suspense>
    </>
  );
}
