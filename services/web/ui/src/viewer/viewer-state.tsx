import { useEffect, useRef } from "react";
import { messages } from "../messages.ts";

interface ViewerStateProps {
  error: Error | null;
  isGone: boolean;
  onRetry: () => void;
  onClose: () => void;
}

/** The viewer while there is nothing to view: loading, gone, or out of reach. */
export function ViewerState({ error, isGone, onRetry, onClose }: ViewerStateProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="viewer-state"
      aria-label={messages.viewer.label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {error ? (
        <div className="state" role="alert">
          <h2>{isGone ? messages.viewer.notFoundTitle : messages.timeline.errorTitle}</h2>
          <p>{isGone ? messages.viewer.notFoundText : error.message}</p>
          {!isGone && (
            <button type="button" className="button" onClick={onRetry}>
              {messages.tryAgain}
            </button>
          )}
          <button type="button" className="button button-primary" onClick={onClose}>
            {messages.viewer.back}
          </button>
        </div>
      ) : (
        <p role="status">{messages.loading}…</p>
      )}
    </dialog>
  );
}
