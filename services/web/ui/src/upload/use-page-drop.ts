import { useEffect, useState } from "react";
import { fromInput, readDrop } from "./picked-files.ts";
import { uploads } from "./uploads.ts";

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** Takes files and folders dropped or pasted anywhere on the page; true while some are held over it. */
export function usePageDrop(): boolean {
  const [over, setOver] = useState(false);

  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      // Only leaving the window has no other element to go to.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!carriesFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      readDrop(event.dataTransfer).then(
        (picked) => uploads.add(picked),
        (error: unknown) => console.error("What was dropped could not be read.", error),
      );
    };
    const onPaste = (event: ClipboardEvent) => {
      const picked = fromInput(event.clipboardData?.files ?? null);
      if (picked.length > 0) uploads.add(picked);
    };
    window.addEventListener("dragover", onOver);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDrop);
    window.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDrop);
      window.removeEventListener("paste", onPaste);
    };
  }, []);
  return over;
}
