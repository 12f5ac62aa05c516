import { type DragEvent, useId, useState } from "react";
import { Icon } from "../components/icon.tsx";
import { messages } from "../messages.ts";
import { SkippedFiles } from "../upload/skipped-files.tsx";
import { ShareFile } from "./share-file.tsx";
import { useShareUpload } from "./use-share-upload.ts";

const text = messages.shares.upload;

/** Where visitors drop their own pictures into a shared album. */
export function ShareUpload({ token }: { token: string }) {
  const { items, skipped, uploads, add, refusal, accept } = useShareUpload(token);
  const [over, setOver] = useState(false);
  const inputId = useId();
  const titleId = useId();
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add([...event.dataTransfer.files]);
  };
  return (
    <section className="share-upload" aria-labelledby={titleId}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut for the button inside */}
      <div
        className="share-drop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <Icon name="upload" size={36} />
        <h2 id={titleId}>{text.title}</h2>
        <p>{text.hint}</p>
        <label className="button button-primary share-choose" htmlFor={inputId}>
          {text.choose}
        </label>
        <input
          id={inputId}
          className="visually-hidden"
          type="file"
          multiple
          accept={accept}
          aria-label={text.input}
          onChange={(event) => {
            add([...(event.target.files ?? [])]);
            // The same files may be chosen again.
            event.target.value = "";
          }}
        />
      </div>
      {refusal && (
        <p className="error-text" role="alert">
          {refusal}
        </p>
      )}
      {skipped.length > 0 && <SkippedFiles files={skipped} onDismiss={uploads.clearSkipped} />}
      {items.length > 0 && (
        <ul className="share-files" aria-label={text.list}>
          {items.map((item) => (
            <ShareFile key={item.id} item={item} uploads={uploads} />
          ))}
        </ul>
      )}
    </section>
  );
}
