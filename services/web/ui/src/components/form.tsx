import type { FormEvent, ReactNode } from "react";

interface FormProps {
  /** What its button says. */
  readonly action: string;
  readonly busy: boolean;
  /** What the server says against it. */
  readonly fault: string | undefined;
  readonly children: ReactNode;
  readonly onSubmit: (fields: FormData, form: HTMLFormElement) => void;
}

/** A form with one button. What the server says against it stands above the button, and is read out. */
export function Form({ action, busy, fault, children, onSubmit }: FormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!busy) onSubmit(new FormData(event.currentTarget), event.currentTarget);
  };
  return (
    <form className="form" onSubmit={submit}>
      {children}
      {fault && (
        <p className="error-text" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" className="button button-primary" aria-disabled={busy}>
        {action}
      </button>
    </form>
  );
}

export const field = (fields: FormData, name: string): string => String(fields.get(name) ?? "");
