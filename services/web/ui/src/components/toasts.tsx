import { dismissToast, useToasts } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { IconButton } from "./icon-button.tsx";

/** What {@link showToast} shows, above everything; the live region reads it out. */
export function Toasts() {
  return (
    <div className="toasts">
      {useToasts().map(({ id, text, action }) => (
        <div key={id} className="toast">
          <p>{text}</p>
          {action && (
            <button
              type="button"
              className="text-button"
              onClick={() => {
                dismissToast(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <IconButton icon="close" label={messages.dismiss} onClick={() => dismissToast(id)} />
        </div>
      ))}
    </div>
  );
}
