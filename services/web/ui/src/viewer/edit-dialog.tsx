import { type FormEvent, useId, useRef, useState } from "react";
import type { MediaDetail } from "../api/media-api.ts";
import { useUpdateMedia } from "../api/queries.ts";
import { Dialog } from "../components/dialog.tsx";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { type EditValues, offsets, toMediaChanges, toValues } from "./edit-values.ts";
import { PlaceFields, type PlaceFieldsHandle } from "./place-fields.tsx";

/** Caption, date with time zone, and place of a media. */
export function EditDialog({ media, onClose }: { media: MediaDetail; onClose: () => void }) {
  const text = messages.edit;
  const formId = useId();
  const [values, setValues] = useState(() => toValues(media));
  const [fault, setFault] = useState<string>();
  const placeFields = useRef<PlaceFieldsHandle>(null);
  const update = useUpdateMedia();
  const set = (change: Partial<EditValues>) => setValues((before) => ({ ...before, ...change }));

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const changes = toMediaChanges(values);
    if (!changes) return placeFields.current?.complain();
    update.mutate(
      { id: media.id, changes },
      {
        onError: (error) => setFault(messages.selection.failed(error.message)),
        onSuccess: () => {
          showToast(text.saved);
          onClose();
        },
      },
    );
  };
  const actions = (
    <>
      <button type="button" className="button" onClick={onClose}>
        {messages.cancel}
      </button>
      <button type="submit" form={formId} className="button button-primary" aria-disabled={update.isPending}>
        {text.save}
      </button>
    </>
  );
  return (
    <Dialog title={text.title} actions={actions} onClose={onClose}>
      <form id={formId} className="edit-form" onSubmit={onSubmit}>
        <label className="stacked-field">
          <span>{text.caption}</span>
          <textarea rows={3} maxLength={2_000} value={values.caption} onChange={(event) => set({ caption: event.currentTarget.value })} />
          <small>{text.captionHint}</small>
        </label>
        <fieldset>
          <legend>{text.captured}</legend>
          <label className="check-field">
            <input
              type="checkbox"
              checked={values.capturedBy === "file"}
              onChange={(event) => set({ capturedBy: event.currentTarget.checked ? "file" : "owner" })}
            />
            {text.capturedOfFile}
          </label>
          {values.capturedBy === "owner" && (
            <div className="field-row">
              <input
                type="datetime-local"
                step={1}
                required
                min="1800-01-02T00:00"
                max="2199-12-30T00:00"
                aria-label={text.captured}
                value={values.clock}
                onChange={(event) => set({ clock: event.currentTarget.value })}
              />
              <select aria-label={text.offset} value={values.offset} onChange={(event) => set({ offset: event.currentTarget.value })}>
                {offsets(values.offset).map((offset) => (
                  <option key={offset} value={offset}>{`UTC${offset}`}</option>
                ))}
              </select>
            </div>
          )}
        </fieldset>
        <fieldset>
          <legend>{text.place}</legend>
          <select
            aria-label={text.place}
            value={values.placeBy}
            onChange={(event) => set({ placeBy: event.currentTarget.value as EditValues["placeBy"] })}
          >
            <option value="file">{text.placeOfFile}</option>
            <option value="owner">{text.placeOwn}</option>
            <option value="none">{text.placeNone}</option>
          </select>
          {values.placeBy === "owner" && <PlaceFields ref={placeFields} values={values} onChange={set} />}
        </fieldset>
        {fault && (
          <p className="error-text" role="alert">
            {fault}
          </p>
        )}
      </form>
    </Dialog>
  );
}
