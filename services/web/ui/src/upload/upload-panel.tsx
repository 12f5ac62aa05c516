import { useId, useState } from "react";
import { Icon } from "../components/icon.tsx";
import { messages } from "../messages.ts";
import { SkippedFiles } from "./skipped-files.tsx";
import { UploadList } from "./upload-list.tsx";
import { UploadSummary } from "./upload-summary.tsx";
import { UploadToolbar } from "./upload-toolbar.tsx";
import { uploads } from "./uploads.ts";
import { useUploads } from "./use-uploads.ts";

/** All uploads of this page: a card in the corner, a sheet at the foot of a phone. */
export function UploadPanel({ onShow }: { onShow: (id: string) => void }) {
  const snapshot = useUploads(uploads);
  const [expanded, setExpanded] = useState(true);
  const bodyId = useId();
  if (snapshot.items.length === 0 && snapshot.skipped.length === 0) return null;
  return (
    <section className="upload-panel" aria-label={messages.upload.panel}>
      <button
        type="button"
        className="upload-head"
        aria-expanded={expanded}
        aria-controls={bodyId}
        title={expanded ? messages.upload.collapse : messages.upload.expand}
        onClick={() => setExpanded(!expanded)}
      >
        <UploadSummary totals={snapshot.totals} skipped={snapshot.skipped.length} />
        <Icon name="chevron" />
      </button>
      <div id={bodyId} hidden={!expanded}>
        <UploadToolbar snapshot={snapshot} />
        {snapshot.skipped.length > 0 && <SkippedFiles files={snapshot.skipped} onDismiss={uploads.clearSkipped} />}
        <UploadList items={snapshot.items} onShow={onShow} />
      </div>
    </section>
  );
}
