import { useSyncExternalStore } from "react";

/** What is chosen on a page, by id. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** What was chosen last: the start of a range. */
  readonly anchor: string | undefined;
}

const none: Selection = { ids: new Set(), anchor: undefined };

/** The selection after an item was chosen or given up. */
export function toggle({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  const isChosen = !next.delete(id);
  if (isChosen) next.add(id);
  return { ids: next, anchor: isChosen ? id : undefined };
}

/** The selection with all from the anchor to an item added, in the order of the page; without an anchor, with the item. */
export function extend({ ids, anchor }: Selection, id: string, order: readonly string[]): Selection {
  const from = anchor === undefined ? -1 : order.indexOf(anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return { ids: new Set([...ids, id]), anchor: id };
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...ids, ...range]), anchor: id };
}

let selection = none;
const listeners = new Set<() => void>();

function change(next: Selection): void {
  selection = next;
  for (const listener of listeners) listener();
}

export const toggleSelected = (id: string) => change(toggle(selection, id));
export const selectRange = (id: string, order: readonly string[]) => change(extend(selection, id, order));
export const selectAll = (ids: readonly string[]) => change({ ids: new Set([...selection.ids, ...ids]), anchor: ids.at(-1) });
export const deselect = (ids: readonly string[]) =>
  change({ ids: new Set([...selection.ids].filter((id) => !ids.includes(id))), anchor: undefined });
export const clearSelection = () => change(none);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSelection = () => useSyncExternalStore(subscribe, () => selection);
export const useIsSelected = (id: string) => useSyncExternalStore(subscribe, () => selection.ids.has(id));
export const useIsSelecting = () => useSyncExternalStore(subscribe, () => selection.ids.size > 0);
