import { useSyncExternalStore } from "react";
import { announce } from "./announce.ts";

export interface Toast {
  readonly id: number;
  readonly text: string;
  /** One thing that can be done about it, such as to undo it. */
  readonly action: { readonly label: string; readonly run: () => void } | undefined;
}

/** Long enough to read a sentence and reach its button; a toast is never the only way to do what it offers. */
const shownMs = 8_000;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Tells of something that happened, in passing; screen readers hear it too. */
export function showToast(text: string, action?: Toast["action"]): void {
  lastId += 1;
  const id = lastId;
  announce(text);
  // The latest says what counts: a pile of them would hide the page.
  change([{ id, text, action }]);
  setTimeout(() => dismissToast(id), shownMs);
}

export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useToasts = () => useSyncExternalStore(subscribe, () => toasts);
