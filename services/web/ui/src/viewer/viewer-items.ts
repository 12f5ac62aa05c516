import { useEffect, useSyncExternalStore } from "react";
import type { MediaSummary } from "../api/media-api.ts";

/** What the viewer goes through: the items of the page beneath it, in their order. */
export interface ViewerItems {
  readonly items: readonly MediaSummary[];
  /** Whether the page has been read: until then an item stands alone. */
  readonly isPending: boolean;
  /** Says which item is in view, so that the page can load what comes next. */
  readonly onNear: (id: string) => void;
}

const none: ViewerItems = { items: [], isPending: false, onNear: () => undefined };
let current = none;
const listeners = new Set<() => void>();

function change(next: ViewerItems): void {
  current = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A page offers its items to the viewer. Every argument must be the same while it means the same. */
export function useOfferItems(items: readonly MediaSummary[], isPending: boolean, onNear: (id: string) => void): void {
  useEffect(() => change({ items, isPending, onNear }), [items, isPending, onNear]);
  useEffect(() => () => change(none), []);
}

export const useViewerItems = () => useSyncExternalStore(subscribe, () => current);
