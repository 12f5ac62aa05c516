import { useQuery } from "@tanstack/react-query";
import type { ChangeEvent } from "react";
import { configQuery } from "../api/queries.ts";
import { messages } from "../messages.ts";
import { fromInput } from "./picked-files.ts";
import { uploads } from "./uploads.ts";

const filesId = "pick-files";
const folderId = "pick-folder";

export const pickFiles = () => document.getElementById(filesId)?.click();
export const pickFolder = () => document.getElementById(folderId)?.click();

/** The page's two file inputs; buttons anywhere open them. */
export function Pickers() {
  const { data: config } = useQuery(configQuery);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    uploads.add(fromInput(event.target.files));
    // The same files may be chosen again.
    event.target.value = "";
  };
  return (
    <div hidden>
      <input
        id={filesId}
        type="file"
        multiple
        accept={config?.acceptedContentTypes.join(",") ?? "image/*,video/*"}
        aria-label={messages.add.filesInput}
        onChange={take}
      />
      <input id={folderId} type="file" multiple webkitdirectory="" aria-label={messages.add.folderInput} onChange={take} />
    </div>
  );
}
