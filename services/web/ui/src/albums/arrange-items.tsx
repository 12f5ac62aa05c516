import { useState } from "react";
import { type AlbumDetail, type AlbumItem, moveAlbumItems, removeAlbumItems, updateAlbum } from "../api/albums-api.ts";
import { Icon } from "../components/icon.tsx";
import { announce } from "../hooks/announce.ts";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { useAlbumChange, useShowOrder } from "./album-queries.ts";
import { ArrangeItem } from "./arrange-item.tsx";
import { placeBeside, planMove } from "./plan-move.ts";
import { type NewTextPlace, TextDialog } from "./text-dialog.tsx";
import { useDragOrder } from "./use-drag-order.ts";

const text = messages.albums.arrange;

/** The album as a board on which its items are put in order. */
export function ArrangeItems({ album, items }: { album: AlbumDetail; items: readonly AlbumItem[] }) {
  const [writing, setWriting] = useState<NewTextPlace | AlbumItem>();
  const showOrder = useShowOrder(album.id);
  const complain = (error: Error) => showToast(text.failed(error.message));
  const move = useAlbumChange(album.id, ({ itemId, before }: { itemId: string; before: string | null }) =>
    moveAlbumItems(album.id, [itemId], before),
  );
  const remove = useAlbumChange(album.id, (itemId: string) => removeAlbumItems(album.id, [itemId]));
  const cover = useAlbumChange(album.id, (coverItemId: string) => updateAlbum(album.id, { coverItemId }));
  const ids = items.map(({ id }) => id);

  const moveTo = (itemId: string, place: number) => {
    const planned = planMove(ids, itemId, place);
    if (!planned) return;
    const byId = new Map(items.map((item) => [item.id, item]));
    showOrder(planned.ids.flatMap((id) => byId.get(id) ?? []));
    announce(text.moved(planned.ids.indexOf(itemId) + 1, ids.length));
    move.mutate({ itemId, before: planned.beforeItemId }, { onError: complain });
  };
  const { dragged, target, onPointerDown } = useDragOrder((id, { id: onto, side }) => moveTo(id, placeBeside(ids, id, onto, side)));

  return (
    <section className="arrange" aria-label={text.label}>
      <div className="arrange-bar">
        <p>{text.hint}</p>
        <button type="button" className="button button-small" onClick={() => setWriting({ kind: "section", beforeItemId: ids[0] ?? null })}>
          <Icon name="add" size={16} />
          {text.addSection}
        </button>
        <button type="button" className="button button-small" onClick={() => setWriting({ kind: "note", beforeItemId: ids[0] ?? null })}>
          <Icon name="add" size={16} />
          {text.addNote}
        </button>
      </div>
      <ul className={dragged === undefined ? "arrange-board" : "arrange-board is-dragging"}>
        {items.map((item, place) => (
          <ArrangeItem
            key={item.id}
            item={item}
            place={place}
            count={ids.length}
            isCover={album.coverItemId === item.id}
            isDragged={dragged === item.id}
            drop={target?.id === item.id ? target.side : undefined}
            onPointerDown={onPointerDown(item.id)}
            onMove={(to) => moveTo(item.id, to)}
            onCover={() => cover.mutate(item.id, { onSuccess: () => showToast(text.coverSet), onError: complain })}
            onRemove={() => remove.mutate(item.id, { onSuccess: () => showToast(text.removed), onError: complain })}
            onEdit={() => setWriting(item)}
            onText={(kind) => setWriting({ kind, beforeItemId: item.id })}
          />
        ))}
      </ul>
      {writing && <TextDialog albumId={album.id} writing={writing} onClose={() => setWriting(undefined)} />}
    </section>
  );
}
