import { type FormEvent, useId, useState } from "react";
import { Dialog } from "../components/dialog.tsx";
import { messages } from "../messages.ts";

interface AlbumFormDialogProps {
  title: string;
  confirmLabel: string;
  album?: { readonly title: string; readonly description: string };
  error: string | undefined;
  busy: boolean;
  onSave: (fields: { title: string; description: string }) => void;
  onClose: () => void;
}

const text = messages.albums;

/** Title and description, of a new album or a known one. */
export function AlbumFormDialog({ title, confirmLabel, album, error, busy, onSave, onClose }: AlbumFormDialogProps) {
  const [name, setName] = useState(album?.title ?? "");
  const [description, setDescription] = useState(album?.description ?? "");
  const formId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && name.trim() !== "") onSave({ title: name, description });
  };
  const actions = (
    <>
      <button type="button" className="button" onClick={onClose}>
        {messages.cancel}
      </button>
      <button type="submit" form={formId} className="button button-primary" aria-disabled={busy}>
        {confirmLabel}
      </button>
    </>
  );
  return (
    <Dialog title={title} actions={actions} onClose={onClose}>
      <form id={formId} className="stack" onSubmit={submit}>
        <label className="form-field">
          <span>{text.nameField}</span>
          <input value={name} maxLength={200} required dir="auto" onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="form-field">
          <span>{text.descriptionField}</span>
          <textarea value={description} maxLength={5_000} rows={3} dir="auto" onChange={(event) => setDescription(event.target.value)} />
        </label>
        {error && (
          <p className="error-text" role="alert">
            {error}
          </p>
        )}
      </form>
    </Dialog>
  );
}
