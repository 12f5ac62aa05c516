import { type DragEvent, useId, useState } from "react";
import { Icon } from "../components/icon.tsx";
import { messages } from "../messages.ts";
import { type AddedFile, useShareUpload } from "./use-share-upload.ts";

const text = messages.shares.upload;

/** Where visitors drop their own pictures into a shared album. */
export function ShareUpload({ token }: { token: string }) {
  const { files, add, accept } = useShareUpload(token);
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
      {files.length > 0 && (
        <ul className="share-files" aria-label={text.list}>
          {files.map((file) => (
            <li key={file.id} data-status={file.status}>
              <bdi>{file.name}</bdi>
              <span className="share-file-status">{statusOf(file)}</span>
              {file.status === "sending" && (
                <progress className="bar" value={file.progress} max={1} aria-label={text.progress(file.name)} />
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function statusOf({ status, reason }: AddedFile): string {
  if (status === "failed") return reason ?? text.failed;
  return status === "done" ? text.done : status === "waiting" ? text.waiting : "";
}
