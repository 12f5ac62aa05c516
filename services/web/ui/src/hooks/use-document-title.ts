import { useEffect } from "react";
import { messages } from "../messages.ts";

/** Names the window after what it shows, until that goes. */
export function useDocumentTitle(name: string | undefined): void {
  useEffect(() => {
    const before = document.title;
    document.title = messages.documentTitle(name);
    return () => {
      document.title = before;
    };
  }, [name]);
}
