import { useMemo } from "react";
import type { MediaSummary } from "../api/media-api.ts";
import { showToast } from "../hooks/toasts.ts";
import { EmptyPage } from "../lists/empty-page.tsx";
import { PageHeading } from "../lists/page-heading.tsx";
import { messages } from "../messages.ts";
import { TimelineError } from "../timeline/timeline-error.tsx";
import { useOfferItems } from "../viewer/viewer-items.ts";
import { chooseBest } from "./choose-best.ts";
import { DuplicateGroup } from "./duplicate-group.tsx";
import { useDuplicates, useTrashDuplicates } from "./duplicates-queries.ts";
import "../styles/duplicates.css";

const noItems: readonly MediaSummary[] = [];
const nothing = () => undefined;

/** Photos that look alike, to keep the best of and move the others to the trash. */
export default function DuplicatesPage() {
  const text = messages.duplicates;
  const { data, error, isPending, refetch } = useDuplicates();
  const groups = data?.groups;
  const items = useMemo(() => groups?.flatMap((group) => group.items) ?? noItems, [groups]);
  useOfferItems(items, isPending, nothing);
  const trash = useTrashWorse();
  const worse = groups?.flatMap((group) => worseOf(group.items)) ?? [];
  return (
    <>
      <PageHeading title={text.title} text={text.text}>
        {worse.length > 0 && (
          <button type="button" className="button duplicates-all" onClick={() => trash(worse)}>
            {text.trashAll(worse.length)}
          </button>
        )}
      </PageHeading>
      {isPending && <div className="page-loading" role="status" aria-label={messages.loading} />}
      {error && <TimelineError error={error} onRetry={() => void refetch()} />}
      {groups?.length === 0 && <EmptyPage icon="copy" title={text.emptyTitle} text={text.emptyText} />}
      <div className="duplicate-groups">
        {groups?.map((group, index) => (
          <DuplicateGroup key={keyOf(group.items)} number={index + 1} items={group.items} onTrash={trash} />
        ))}
      </div>
    </>
  );
}

/** Another key where the group has become another one: what was chosen in it begins anew. */
const keyOf = (items: readonly MediaSummary[]) =>
  items
    .map(({ id }) => id)
    .toSorted()
    .join();

function worseOf(items: readonly MediaSummary[]): string[] {
  const best = chooseBest(items);
  return items.filter((item) => item !== best).map(({ id }) => id);
}

function useTrashWorse(): (ids: readonly string[]) => void {
  const setTrashed = useTrashDuplicates();
  const text = messages.selection;
  return (ids) => {
    setTrashed(ids, true).then(
      () => showToast(text.trashed(ids.length), { label: text.undo, run: () => void setTrashed(ids, false) }),
      (error: Error) => showToast(text.failed(error.message)),
    );
  };
}
