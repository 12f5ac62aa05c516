import { type ReactNode, useCallback, useState } from "react";
import { createPortal } from "react-dom";

/** Puts a panel beside the lightbox's pictures, inside its dialog: the pictures' own container clips what it holds. */
export function SidePanel({ children }: { children: ReactNode }) {
  const [dialog, setDialog] = useState<Element | null>(null);
  const findDialog = useCallback((marker: HTMLElement | null) => setDialog(marker?.closest(".yarl__root") ?? null), []);
  return (
    <span hidden ref={findDialog}>
      {dialog && createPortal(children, dialog)}
    </span>
  );
}
