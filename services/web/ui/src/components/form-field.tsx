import { type ComponentProps, useId } from "react";

interface FormFieldProps extends ComponentProps<"input"> {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with it. */
  readonly fault?: string | undefined;
}

/** A text field with its label, a hint, and what is wrong with it. */
export function FormField({ label, hint, fault, ...input }: FormFieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const faultId = `${id}-fault`;
  const described = [...(hint ? [hintId] : []), ...(fault ? [faultId] : [])].join(" ");
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <input id={id} {...input} aria-invalid={fault !== undefined} aria-describedby={described || undefined} />
      {hint && (
        <p id={hintId} className="fine-print">
          {hint}
        </p>
      )}
      {fault && (
        <p id={faultId} className="error-text" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
