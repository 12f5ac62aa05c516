import { type FormEvent, useId, useState } from "react";
import type { WebhookInput } from "../api/webhooks-api.ts";
import { Dialog } from "../components/dialog.tsx";
import { FormField } from "../components/form-field.tsx";
import { messages } from "../messages.ts";

/** Those that can be chosen now. */
const events = ["media.ready", "media.failed", "share.created", "share.revoked"] as const;

interface WebhookDialogProps {
  title: string;
  value?: WebhookInput;
  onSave: (input: WebhookInput) => Promise<void>;
  onClose: () => void;
}

/** Asks for a webhook's address and events. */
export function WebhookDialog({ title, value, onSave, onClose }: WebhookDialogProps) {
  const formId = useId();
  const [url, setUrl] = useState(value?.url ?? "https://");
  const [chosen, setChosen] = useState<readonly string[]>(value?.events ?? events);
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    if (chosen.length === 0) return setFault(messages.webhooks.noEvents);
    setBusy(true);
    setFault(undefined);
    try {
      await onSave({ url, events: chosen });
    } catch (error) {
      setFault((error as Error).message);
      setBusy(false);
    }
  };

  const actions = (
    <>
      <button type="button" className="button" onClick={onClose}>
        {messages.cancel}
      </button>
      <button type="submit" form={formId} className="button button-primary" aria-disabled={isBusy}>
        {messages.webhooks.save}
      </button>
    </>
  );
  return (
    <Dialog title={title} actions={actions} onClose={onClose}>
      <form id={formId} className="panel-form" onSubmit={(event) => void save(event)}>
        <FormField
          label={messages.webhooks.url}
          hint={messages.webhooks.urlHint}
          fault={fault}
          type="url"
          required
          spellCheck={false}
          autoComplete="off"
          value={url}
          onChange={({ target }) => setUrl(target.value)}
        />
        <fieldset>
          <legend>{messages.webhooks.events}</legend>
          {events.map((name) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={chosen.includes(name)}
                onChange={({ target }) => setChosen(target.checked ? [...chosen, name] : chosen.filter((other) => other !== name))}
              />
              {messages.webhooks.eventNames[name]}
            </label>
          ))}
        </fieldset>
      </form>
    </Dialog>
  );
}
