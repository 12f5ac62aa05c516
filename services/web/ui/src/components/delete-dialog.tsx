import type { MediaSummary } from "../api/media-api.ts";
import { useDeleteMedia } from "../api/queries.ts";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";

interface DeleteDialogProps {
  media: Pick<MediaSummary, "id" | "fileName">;
  onClose: () => void;
  onDeleted?: () => void;
}

export function DeleteDialog({ media, onClose, onDeleted }: DeleteDialogProps) {
  const text = messages.viewer;
  const remove = useDeleteMedia(() => {
    showToast(text.deleted(media.fileName));
    onClose();
    onDeleted?.();
  });
  return (
    <ConfirmDialog
      title={text.deleteTitle(media.fileName)}
      text={text.deleteText}
      confirmLabel={text.deleteConfirm}
      error={remove.error ? text.deleteError(remove.error.message) : undefined}
      busy={remove.isPending}
      onClose={onClose}
      onConfirm={() => remove.mutate(media.id)}
    />
  );
}
