import { messages } from "../messages.ts";
import { Dialog } from "./dialog.tsx";

interface ConfirmDialogProps {
  title: string;
  text: string;
  confirmLabel: string;
  error?: string | undefined;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({ title, text, confirmLabel, error, busy = false, onConfirm, onClose }: ConfirmDialogProps) {
  const actions = (
    <>
      <button type="button" className="button" onClick={onClose}>
        {messages.cancel}
      </button>
      <button type="button" className="button button-danger" aria-disabled={busy} onClick={() => !busy && onConfirm()}>
        {confirmLabel}
      </button>
    </>
  );
  return (
    <Dialog role="alertdialog" title={title} text={text} actions={actions} onClose={onClose}>
      {error && (
        <p className="error-text" role="alert">
          {error}
        </p>
      )}
    </Dialog>
  );
}
