export interface Move {
  /** The new order. */
  readonly ids: readonly string[];
  /** The item that now follows; null: it is the last. */
  readonly beforeItemId: string | null;
}

/** Puts an item at a place, counted as it will be; undefined where it stands there already. */
export function planMove(ids: readonly string[], id: string, place: number): Move | undefined {
  const from = ids.indexOf(id);
  const to = Math.min(Math.max(place, 0), ids.length - 1);
  if (from < 0 || from === to) return undefined;
  const moved = ids.toSpliced(from, 1).toSpliced(to, 0, id);
  return { ids: moved, beforeItemId: moved[to + 1] ?? null };
}

/** Where an item comes to stand that is dropped on one side of another. */
export function placeBeside(ids: readonly string[], id: string, target: string, side: "before" | "after"): number {
  const others = ids.filter((other) => other !== id);
  const at = others.indexOf(target);
  if (at < 0) return ids.indexOf(id);
  return side === "before" ? at : at + 1;
}

/** The place that a key moves an item to; undefined for other keys. */
export function placeByKey(key: string, place: number, count: number): number | undefined {
  const places: Readonly<Record<string, number>> = {
    ArrowLeft: place - 1,
    ArrowUp: place - 1,
    ArrowRight: place + 1,
    ArrowDown: place + 1,
    Home: 0,
    End: count - 1,
  };
  return places[key];
}
