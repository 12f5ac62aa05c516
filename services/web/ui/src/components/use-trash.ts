import { useManyMedia } from "../api/queries.ts";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";

/** Moves one item to the trash, and offers to undo it: no question before what can be taken back. */
export function useTrash(): (media: { id: string; fileName: string }) => void {
  const { setTrashed } = useManyMedia();
  return ({ id, fileName }) => {
    setTrashed([id], true).then(
      () => showToast(messages.trash.moved(fileName), { label: messages.selection.undo, run: () => void setTrashed([id], false) }),
      (error: Error) => showToast(messages.selection.failed(error.message)),
    );
  };
}
