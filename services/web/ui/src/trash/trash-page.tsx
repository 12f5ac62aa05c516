import { useState } from "react";
import { useMediaList } from "../api/queries.ts";
import { EmptyPage } from "../lists/empty-page.tsx";
import { MediaList } from "../lists/media-list.tsx";
import { PageHeading } from "../lists/page-heading.tsx";
import { messages } from "../messages.ts";
import { useTrashActions } from "../selection/actions.ts";
import { SelectionBar } from "../selection/selection-bar.tsx";
import { DeleteForeverDialog } from "./delete-forever-dialog.tsx";

const filters = {} as const;

export default function TrashPage() {
  const text = messages.trash;
  const list = useMediaList("/v1/trash", filters);
  /** What is asked about: these, or all. */
  const [asked, setAsked] = useState<readonly string[] | "all">();
  return (
    <>
      <PageHeading title={text.title} text={text.text}>
        {list.items.length > 0 && (
          <button type="button" className="button" onClick={() => setAsked("all")}>
            {text.empty}
          </button>
        )}
      </PageHeading>
      <SelectionBar actions={useTrashActions(setAsked)} />
      <MediaList list={list} label={text.title} empty={<EmptyPage icon="trash" title={text.emptyTitle} text={text.emptyText} />} />
      {asked && <DeleteForeverDialog asked={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}
