import { type FormEvent, useId, useState } from "react";
import { type AlbumItem, addAlbumText, editAlbumText } from "../api/albums-api.ts";
import { Dialog } from "../components/dialog.tsx";
import { messages } from "../messages.ts";
import { useAlbumChange } from "./album-queries.ts";

export interface NewTextPlace {
  readonly kind: "section" | "note";
  readonly beforeItemId: string | null;
}

interface TextDialogProps {
  albumId: string;
  /** A new text at a place, or one that is there. */
  writing: NewTextPlace | AlbumItem;
  onClose: () => void;
}

const text = messages.albums.arrange;

export function TextDialog({ albumId, writing, onClose }: TextDialogProps) {
  const isSection = writing.kind === "section";
  const [words, setWords] = useState("id" in writing ? (writing.text ?? "") : "");
  const formId = useId();
  const fieldId = useId();
  const save = useAlbumChange(albumId, () =>
    "id" in writing
      ? editAlbumText(albumId, writing.id, words)
      : addAlbumText(albumId, { kind: writing.kind, text: words, beforeItemId: writing.beforeItemId }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending && words.trim() !== "") save.mutate(undefined, { onSuccess: onClose });
  };
  const actions = (
    <>
      <button type="button" className="button" onClick={onClose}>
        {messages.cancel}
      </button>
      <button type="submit" form={formId} className="button button-primary" aria-disabled={save.isPending}>
        {messages.albums.save}
      </button>
    </>
  );
  return (
    <Dialog title={isSection ? text.sectionTitle : text.noteTitle} actions={actions} onClose={onClose}>
      <form id={formId} className="stack" onSubmit={submit}>
        <div className="form-field">
          <label htmlFor={fieldId}>{isSection ? text.sectionField : text.noteField}</label>
          {isSection ? (
            <input id={fieldId} value={words} maxLength={200} required dir="auto" onChange={(event) => setWords(event.target.value)} />
          ) : (
            <textarea
              id={fieldId}
              value={words}
              maxLength={2_000}
              rows={4}
              required
              dir="auto"
              onChange={(event) => setWords(event.target.value)}
            />
          )}
        </div>
        {save.error && (
          <p className="error-text" role="alert">
            {save.error.message}
          </p>
        )}
      </form>
    </Dialog>
  );
}
