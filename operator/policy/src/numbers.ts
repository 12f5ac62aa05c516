import type { Bounds } from "./spec.ts";

/** Within the bounds; `max` wins over `min`. */
export function bound(value: number, bounds: Bounds): number {
  return Math.min(Math.max(value, bounds.min), bounds.max);
}

/** Rounds up, but not for the last digits of a division: 12 × 0.1 ÷ 1.2 is one, not two. */
export function roundUp(value: number): number {
  return Math.ceil(value - 1e-9);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A count or an amount that can be true. */
export function isAmount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
