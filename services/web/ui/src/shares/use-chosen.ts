import { useEffect, useState } from "react";

export interface Chosen {
  /** Undefined while nothing is being chosen. */
  readonly ids: ReadonlySet<string> | undefined;
  begin(): void;
  end(): void;
  toggle(id: string): void;
}

/** What a visitor picks of a share; Escape ends it. */
export function useChosen(): Chosen {
  const [ids, setIds] = useState<ReadonlySet<string>>();
  const choosing = ids !== undefined;
  useEffect(() => {
    if (!choosing) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) setIds(undefined);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [choosing]);
  return {
    ids,
    begin: () => setIds(new Set()),
    end: () => setIds(undefined),
    toggle: (id) =>
      setIds((known) => known && (known.has(id) ? new Set([...known].filter((other) => other !== id)) : new Set([...known, id]))),
  };
}
