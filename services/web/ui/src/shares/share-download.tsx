import { useMutation } from "@tanstack/react-query";
import { createSharedDownload } from "../api/shares-api.ts";
import { Icon } from "../components/icon.tsx";
import { IconButton } from "../components/icon-button.tsx";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import type { Chosen } from "./use-chosen.ts";

const text = messages.shares.page;

/** Everything as one zip, or what the visitor chooses of it. */
export function ShareDownload({ token, chosen }: { token: string; chosen: Chosen }) {
  const { isPending, mutate } = useMutation({
    mutationFn: (itemIds: readonly string[] | undefined) => createSharedDownload(token, itemIds),
    onSuccess: ({ path }) => {
      // An attachment: the browser saves it and stays on the page.
      window.location.assign(path);
      chosen.end();
    },
    onError: (error) => showToast(text.downloadFailed(error.message)),
  });
  const { ids } = chosen;
  const isEmpty = ids !== undefined && ids.size === 0;
  return (
    <>
      <div className="share-actions">
        <button type="button" className="button" aria-disabled={isPending} onClick={() => !isPending && mutate(undefined)}>
          <Icon name="download" size={18} />
          {text.downloadAll}
        </button>
        <button type="button" className="button" aria-pressed={ids !== undefined} onClick={ids ? chosen.end : chosen.begin}>
          {text.choose}
        </button>
      </div>
      {ids && (
        <div className="share-bar" role="toolbar" aria-label={text.choosing}>
          <IconButton icon="close" label={text.endChoosing} onClick={chosen.end} />
          <p role="status">{isEmpty ? text.choosing : text.chosen(ids.size)}</p>
          <button
            type="button"
            className="button button-primary"
            aria-disabled={isPending || isEmpty}
            onClick={() => !isPending && !isEmpty && mutate([...ids])}
          >
            {text.downloadChosen}
          </button>
        </div>
      )}
    </>
  );
}
