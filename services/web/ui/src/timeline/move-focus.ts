import type { KeyboardEvent } from "react";

/** Arrow keys move between tiles: left and right in order, up and down to the nearest of the next row. */
export function moveFocusByArrow(event: KeyboardEvent<HTMLElement>): void {
  const direction = { ArrowLeft: "previous", ArrowRight: "next", ArrowUp: "up", ArrowDown: "down" }[event.key];
  const from = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("a.tile") : null;
  if (!direction || !from || event.altKey || event.ctrlKey || event.metaKey) return;
  const tiles = [...event.currentTarget.querySelectorAll<HTMLElement>("a.tile")];
  const at = tiles.indexOf(from);
  const target =
    direction === "previous" ? tiles[at - 1] : direction === "next" ? tiles[at + 1] : nearestInNextRow(tiles, from, direction === "down");
  if (!target) return;
  event.preventDefault();
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
}

function nearestInNextRow(tiles: readonly HTMLElement[], from: HTMLElement, down: boolean): HTMLElement | undefined {
  const start = from.getBoundingClientRect();
  const middle = start.left + start.width / 2;
  const cost = (tile: HTMLElement) => {
    const box = tile.getBoundingClientRect();
    const vertical = down ? box.top - start.bottom : start.top - box.bottom;
    return vertical < -1 ? Number.POSITIVE_INFINITY : vertical * 1_000 + Math.abs(box.left + box.width / 2 - middle);
  };
  const best = tiles.map((tile) => ({ tile, cost: cost(tile) })).reduce((a, b) => (b.cost < a.cost ? b : a));
  return Number.isFinite(best.cost) ? best.tile : undefined;
}
