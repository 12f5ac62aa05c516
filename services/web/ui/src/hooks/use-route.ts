import { useCallback, useSyncExternalStore } from "react";

/** What the address says: the timeline, or the viewer over it. */
export interface Route {
  readonly mediaId: string | undefined;
}

const listeners = new Set<() => void>();
const notify = () => {
  for (const listener of listeners) listener();
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

export const mediaPath = (id: string) => `/m/${id}`;

export function parseRoute(path: string): Route {
  const match = /^\/m\/([0-9a-fA-F-]{36})\/?$/.exec(path);
  return { mediaId: match?.[1]?.toLowerCase() };
}

export function useRoute() {
  const path = useSyncExternalStore(subscribe, () => window.location.pathname);

  /** Opens the viewer as a new entry of the history, so that Back closes it. */
  const open = useCallback((id: string) => {
    window.history.pushState({ fromTimeline: true }, "", mediaPath(id));
    notify();
  }, []);
  /** Shows another item in the open viewer: no entry per swipe. */
  const show = useCallback((id: string) => {
    if (window.location.pathname === mediaPath(id)) return;
    window.history.replaceState(window.history.state, "", mediaPath(id));
    notify();
  }, []);
  const close = useCallback(() => {
    if ((window.history.state as { fromTimeline?: boolean } | null)?.fromTimeline) window.history.back();
    else {
      window.history.replaceState(null, "", "/");
      notify();
    }
  }, []);
  return { route: parseRoute(path), open, show, close };
}
