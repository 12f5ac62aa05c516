import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { createDownload } from "../api/media-api.ts";
import { Dialog } from "../components/dialog.tsx";
import { messages } from "../messages.ts";
import { clearSelection } from "./selection.ts";

/** Originals as one zip, without the places they were taken at unless that is asked for. */
export function DownloadDialog({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const text = messages.selection;
  const [withPlace, setWithPlace] = useState(false);
  const download = useMutation({
    mutationFn: () => createDownload(ids, withPlace),
    onSuccess: ({ path }) => {
      // An attachment: the browser saves it and stays on the page.
      window.location.assign(path);
      clearSelection();
      onClose();
    },
  });
  const actions = (
    <>
      <button type="button" className="button" onClick={onClose}>
        {messages.cancel}
      </button>
      <button
        type="button"
        className="button button-primary"
        aria-disabled={download.isPending}
        onClick={() => !download.isPending && download.mutate()}
      >
        {text.downloadStart}
      </button>
    </>
  );
  return (
    <Dialog title={text.downloadTitle(ids.length)} text={text.downloadText} actions={actions} onClose={onClose}>
      <label className="check-field">
        <input type="checkbox" checked={withPlace} onChange={(event) => setWithPlace(event.currentTarget.checked)} />
        {text.downloadPlace}
      </label>
      <p className="fine-print">{text.downloadPlaceHint}</p>
      {download.error && (
        <p className="error-text" role="alert">
          {text.failed(download.error.message)}
        </p>
      )}
    </Dialog>
  );
}
