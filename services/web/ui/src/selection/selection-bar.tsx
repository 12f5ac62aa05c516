import { useEffect } from "react";
import { IconButton } from "../components/icon-button.tsx";
import { messages } from "../messages.ts";
import { type SelectionAction, useRunAction } from "./actions.ts";
import { clearSelection, useSelection } from "./selection.ts";

/** How many items are chosen, and what can be done with them; over the header while there are any. */
export function SelectionBar({ actions }: { actions: readonly SelectionAction[] }) {
  const { ids } = useSelection();
  const { busy, run } = useRunAction();
  useEffect(() => clearSelection, []);
  useEffect(() => {
    if (ids.size === 0) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], .viewer")) return;
      clearSelection();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [ids.size]);

  if (ids.size === 0) return null;
  return (
    <div className="selection-bar" role="toolbar" aria-label={messages.selection.label}>
      <IconButton icon="close" label={messages.selection.clear} onClick={clearSelection} />
      <p role="status">{messages.selection.count(ids.size)}</p>
      {actions.map((action) => (
        <IconButton key={action.label} icon={action.icon} label={action.label} aria-disabled={busy} onClick={() => run(action, [...ids])} />
      ))}
    </div>
  );
}
