import { useMutation, useQueryClient } from "@tanstack/react-query";
import { emptyTrash } from "../api/media-api.ts";
import { listsKey, useManyMedia } from "../api/queries.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { clearSelection } from "../selection/selection.ts";

/** Asks before these, or all that is in the trash, are deleted for good. */
export function DeleteForeverDialog({ asked, onClose }: { asked: readonly string[] | "all"; onClose: () => void }) {
  const text = messages.trash;
  const client = useQueryClient();
  const { deleteForever } = useManyMedia();
  const remove = useMutation({
    mutationFn: async () => {
      if (asked !== "all") return deleteForever(asked);
      await emptyTrash();
      return client.invalidateQueries({ queryKey: listsKey });
    },
    onSuccess: () => {
      showToast(asked === "all" ? text.emptied : text.deleted(asked.length));
      clearSelection();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={asked === "all" ? text.emptyQuestion : text.deleteQuestion(asked.length)}
      text={text.deleteText}
      confirmLabel={asked === "all" ? text.empty : messages.selection.deleteForever}
      error={remove.error ? messages.selection.failed(remove.error.message) : undefined}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
