import { type ReactNode, useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";

interface DialogProps {
  title: string;
  /** `alertdialog` for a question that must be answered. */
  role?: "dialog" | "alertdialog";
  /** A sentence below the title that belongs to its meaning. */
  text?: string;
  children?: ReactNode;
  /** The buttons, the safe one first. */
  actions: ReactNode;
  onClose: () => void;
}

/** A modal dialog. The browser keeps the focus inside and gives it back. */
export function Dialog({ title, role = "dialog", text, children, actions, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const textId = useId();

  useEffect(() => {
    const element = dialog.current;
    const returnTo = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (returnTo instanceof HTMLElement && returnTo.isConnected) returnTo.focus();
    };
  }, []);

  return createPortal(
    <dialog
      ref={dialog}
      className="dialog"
      role={role}
      aria-labelledby={titleId}
      aria-describedby={text === undefined ? undefined : textId}
      onKeyDown={(event) => event.stopPropagation()}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {text !== undefined && <p id={textId}>{text}</p>}
      {children}
      <div className="dialog-actions">{actions}</div>
    </dialog>,
    document.body,
  );
}
