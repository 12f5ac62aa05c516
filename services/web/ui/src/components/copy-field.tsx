import { useId } from "react";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";

/** A text to take along, such as a link or a token, with a button that copies it. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const id = useId();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      showToast(messages.copied);
    } catch (error) {
      console.info("Nothing can be copied here; the text can be selected.", error);
      showToast(messages.copyFailed);
    }
  };
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <div className="copy-field">
        <input id={id} value={value} readOnly onFocus={(event) => event.target.select()} />
        <button type="button" className="button" onClick={() => void copy()}>
          {messages.copy}
        </button>
      </div>
    </div>
  );
}
