import { useState } from "react";
import { useLibraryActions } from "./actions.ts";
import { DownloadDialog } from "./download-dialog.tsx";
import { SelectionBar } from "./selection-bar.tsx";

/** The selection bar of pages that show the library. */
export function LibrarySelectionBar() {
  const [downloading, setDownloading] = useState<readonly string[]>();
  return (
    <>
      <SelectionBar actions={useLibraryActions(setDownloading)} />
      {downloading && <DownloadDialog ids={downloading} onClose={() => setDownloading(undefined)} />}
    </>
  );
}
