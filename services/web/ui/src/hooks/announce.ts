import { useSyncExternalStore } from "react";

let text = "";
const listeners = new Set<() => void>();

/** Says a sentence to screen readers, when they have finished what they are saying. */
export function announce(sentence: string): void {
  // A no-break space makes a repeated sentence a new one, which is read again.
  text = sentence === text ? `${sentence}\u00A0` : sentence;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useAnnouncement = () => useSyncExternalStore(subscribe, () => text);
