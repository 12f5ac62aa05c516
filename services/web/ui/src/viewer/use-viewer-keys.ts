import { useEffect } from "react";

export interface ViewerKeys {
  readonly onInfo: () => void;
  readonly onDelete: () => void;
  readonly onPlay: () => void;
  readonly onZoomIn: () => void;
  readonly onZoomOut: () => void;
}

/** The viewer's own keys; arrows and Escape are the lightbox's. None act while something is typed or a dialog asks. */
export function useViewerKeys(keys: ViewerKeys, enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      const isOnControl = target?.closest("button, a, input, media-controller, dialog") !== null && target !== null;
      const act = {
        i: keys.onInfo,
        Delete: keys.onDelete,
        Backspace: keys.onDelete,
        "=": keys.onZoomIn,
        _: keys.onZoomOut,
        " ": isOnControl ? undefined : keys.onPlay,
      }[event.key];
      if (!act || target?.closest("dialog")) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [keys, enabled]);
}
