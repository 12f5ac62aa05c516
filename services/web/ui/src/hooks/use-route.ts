import { useMemo, useSyncExternalStore } from "react";
import { matchPage, type PageMatch, type PagePath } from "../../../src/site/page-paths.ts";

/** What the address says: a page, and what the viewer shows over it. */
export interface Route {
  /** Undefined where there is no page at this address. */
  readonly page: PagePath | undefined;
  /** What stands in the address for the names of its path. */
  readonly params: PageMatch["params"];
  /** Of the page: `?q=harbour`, or nothing. */
  readonly search: string;
  readonly mediaId: string | undefined;
}

/** Of an entry of the history that shows the viewer: the address of the page beneath it. */
interface ViewerEntry {
  readonly under?: string;
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

const currentAddress = () => window.location.pathname + window.location.search;
const pageUnder = () => (window.history.state as ViewerEntry | null)?.under;

export const mediaPath = (id: string) => `/m/${id}`;

/** @param under the address of the page beneath the viewer */
export function parseRoute(address: string, under = "/"): Route {
  const { pathname, search } = new URL(`http://site${address}`);
  const match = matchPage(pathname);
  if (match?.page === "/m/{mediaId}") {
    const beneath = under.startsWith("/m/") ? "/" : under;
    return { ...parseRoute(beneath), mediaId: match.params.mediaId?.toLowerCase() };
  }
  return { page: match?.page, params: match?.params ?? {}, search, mediaId: undefined };
}

export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, currentAddress);
  const under = useSyncExternalStore(subscribe, pageUnder);
  return useMemo(() => parseRoute(address, under), [address, under]);
}

/** Goes to a page of the site; `replace` leaves no entry in the history. */
export function navigate(to: string, { replace = false } = {}): void {
  if (replace) window.history.replaceState(null, "", to);
  else window.history.pushState(null, "", to);
  notify();
  if (!replace) window.scrollTo({ top: 0, behavior: "instant" });
}

/** Opens the viewer as a new entry of the history, so that Back closes it. */
export function openMedia(id: string): void {
  window.history.pushState({ under: currentAddress() } satisfies ViewerEntry, "", mediaPath(id));
  notify();
}

/** Shows another item in the open viewer: no entry per swipe. */
export function showMedia(id: string): void {
  if (window.location.pathname === mediaPath(id)) return;
  window.history.replaceState(window.history.state, "", mediaPath(id));
  notify();
}

export function closeViewer(): void {
  if (pageUnder() !== undefined) window.history.back();
  else navigate("/", { replace: true });
}
