import { type SyntheticEvent, useId, useState } from "react";
import { useMedia } from "../api/queries.ts";
import { IconButton } from "../components/icon-button.tsx";
import { messages } from "../messages.ts";
import { EditDialog } from "./edit-dialog.tsx";
import { buildInfoRows } from "./info-rows.ts";
import { PlaceFact } from "./place-fact.tsx";

const stop = (event: SyntheticEvent) => event.stopPropagation();

export function InfoPanel({ mediaId, onClose }: { mediaId: string; onClose: () => void }) {
  const { data, error } = useMedia(mediaId);
  const [editing, setEditing] = useState(false);
  const titleId = useId();
  return (
    <aside className="info-panel" aria-labelledby={titleId} onPointerDown={stop} onPointerMove={stop} onWheel={stop}>
      <header>
        <h2 id={titleId}>{messages.info.title}</h2>
        {data && (
          <button type="button" className="text-button" onClick={() => setEditing(true)}>
            {messages.edit.button}
          </button>
        )}
        <IconButton icon="close" label={messages.close} onClick={onClose} />
      </header>
      {data?.caption && <p className="info-caption">{data.caption}</p>}
      {editing && data && <EditDialog media={data} onClose={() => setEditing(false)} />}
      {error && <p className="error-text">{error.message}</p>}
      {!data && !error && <p role="status">{messages.loading}…</p>}
      <dl>
        {data &&
          buildInfoRows(data).map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{typeof value === "string" ? value : <PlaceFact media={data} place={value} />}</dd>
            </div>
          ))}
      </dl>
    </aside>
  );
}
