import { useState } from "react";
import { useManyMedia } from "../api/queries.ts";
import type { IconName } from "../components/icon.tsx";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { clearSelection } from "./selection.ts";

export interface SelectionAction {
  readonly icon: IconName;
  readonly label: string;
  /** It only asks something: what is chosen stays chosen. */
  readonly keepsSelection?: true;
  readonly run: (ids: readonly string[]) => Promise<void>;
}

/** What can be done with chosen items of the library. A further action is a further entry here. */
export function useLibraryActions(asks: {
  readonly onAlbum: (ids: readonly string[]) => void;
  readonly onDownload: (ids: readonly string[]) => void;
}): readonly SelectionAction[] {
  const many = useManyMedia();
  const text = messages.selection;
  return [
    {
      icon: "heart",
      label: text.favourite,
      run: async (ids) => {
        await many.setFavourite(ids, true);
        showToast(text.madeFavourite(ids.length), { label: text.undo, run: () => void many.setFavourite(ids, false) });
      },
    },
    { icon: "albums", label: messages.albums.add.action, keepsSelection: true, run: async (ids) => asks.onAlbum(ids) },
    { icon: "download", label: text.download, keepsSelection: true, run: async (ids) => asks.onDownload(ids) },
    {
      icon: "trash",
      label: text.trash,
      run: async (ids) => {
        await many.setTrashed(ids, true);
        showToast(text.trashed(ids.length), { label: text.undo, run: () => void many.setTrashed(ids, false) });
      },
    },
  ];
}

/** What can be done with chosen items of the trash; to delete for good asks first. */
export function useTrashActions(onDelete: (ids: readonly string[]) => void): readonly SelectionAction[] {
  const many = useManyMedia();
  const text = messages.selection;
  return [
    {
      icon: "retry",
      label: text.restore,
      run: async (ids) => {
        await many.setTrashed(ids, false);
        showToast(text.restored(ids.length));
      },
    },
    { icon: "trash", label: text.deleteForever, keepsSelection: true, run: async (ids) => onDelete(ids) },
  ];
}

/** Runs actions one at a time, and tells when one did not work; the selection stays then. */
export function useRunAction(): { busy: boolean; run: (action: SelectionAction, ids: readonly string[]) => void } {
  const [busy, setBusy] = useState(false);
  const run = (action: SelectionAction, ids: readonly string[]) => {
    if (busy) return;
    setBusy(true);
    action
      .run(ids)
      .then(action.keepsSelection ? undefined : clearSelection, (error: Error) => showToast(messages.selection.failed(error.message)))
      .finally(() => setBusy(false));
  };
  return { busy, run };
}
