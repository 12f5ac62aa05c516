import { useId } from "react";
import { Dialog } from "../components/dialog.tsx";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";

/** Shows a secret this once. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const id = useId();
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    showToast(messages.webhooks.copied);
  };
  const actions = (
    <>
      {/* Not there over plain http to other hosts. */}
      {navigator.clipboard && (
        <button type="button" className="button" onClick={() => void copy()}>
          {messages.webhooks.copy}
        </button>
      )}
      <button type="button" className="button button-primary" onClick={onClose}>
        {messages.close}
      </button>
    </>
  );
  return (
    <Dialog title={messages.webhooks.secretTitle} text={messages.webhooks.secretText} actions={actions} onClose={onClose}>
      <div className="panel-form">
        <div className="form-field">
          <label htmlFor={id}>{messages.webhooks.secretLabel}</label>
          <input id={id} readOnly value={secret} onFocus={({ target }) => target.select()} />
        </div>
      </div>
    </Dialog>
  );
}
