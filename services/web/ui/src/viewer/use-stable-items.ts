import { useRef } from "react";
import type { MediaSummary } from "../api/media-api.ts";

/**
 * The items as the viewer goes through them. What arrives while it is open is left out, unless it stands behind all
 * the others: a place that shifts would start a playing video anew.
 */
export function useStableItems(items: readonly MediaSummary[], currentId: string): readonly MediaSummary[] {
  const order = useRef<readonly string[]>([]);
  const stable = keepOrder(order.current, items);
  const shown = stable.some((item) => item.id === currentId) ? stable : items;
  order.current = shown.map((item) => item.id);
  return shown;
}

export function keepOrder<Item extends { readonly id: string }>(order: readonly string[], items: readonly Item[]): readonly Item[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  const kept = order.flatMap((id) => byId.get(id) ?? []);
  const last = kept.at(-1);
  return last ? [...kept, ...items.slice(items.indexOf(last) + 1).filter((item) => !order.includes(item.id))] : items;
}
