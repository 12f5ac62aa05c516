import type { KeyboardEvent, PointerEvent } from "react";
import type { AlbumItem } from "../api/albums-api.ts";
import { Icon } from "../components/icon.tsx";
import { Menu, type MenuEntry } from "../components/menu.tsx";
import { messages } from "../messages.ts";
import { TileImage } from "../timeline/tile-image.tsx";
import { placeByKey } from "./plan-move.ts";

interface ArrangeItemProps {
  item: AlbumItem;
  /** From 0. */
  place: number;
  count: number;
  isCover: boolean;
  isDragged: boolean;
  drop: "before" | "after" | undefined;
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onMove: (place: number) => void;
  onCover: () => void;
  onRemove: () => void;
  onEdit: () => void;
  onText: (kind: "section" | "note") => void;
}

const text = messages.albums.arrange;

/** One item on the board: its handle moves it by pointer and by the arrow keys, its menu has the rest. */
export function ArrangeItem(props: ArrangeItemProps) {
  const { item, place, count, isCover, isDragged, drop, onPointerDown, onMove } = props;
  const name = nameOf(item);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = placeByKey(event.key, place, count);
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onMove(to);
  };
  return (
    <li
      className={`arrange-item arrange-${item.kind}`}
      data-arrange-id={item.id}
      data-drop={drop}
      data-dragged={isDragged || undefined}
      onPointerDown={onPointerDown}
    >
      {item.media ? (
        <span className="arrange-picture">
          <TileImage media={item.media} widthPx={180} />
        </span>
      ) : (
        <span className="arrange-text" dir="auto">
          {item.text}
        </span>
      )}
      {isCover && <span className="arrange-cover">{text.isCover}</span>}
      <button
        type="button"
        className="arrange-handle"
        data-handle=""
        aria-label={text.handle(name, place + 1, count)}
        aria-keyshortcuts="ArrowLeft ArrowRight Home End"
        onKeyDown={onKeyDown}
      >
        <Icon name="grip" size={18} />
      </button>
      <Menu label={text.actions(name)} className="arrange-more" entries={entriesOf(props)}>
        <Icon name="more" size={18} />
      </Menu>
    </li>
  );
}

function entriesOf({ item, count, onMove, onCover, onRemove, onEdit, onText }: ArrangeItemProps): MenuEntry[] {
  return [
    item.media ? { icon: "image", label: text.cover, run: onCover } : { icon: "edit", label: text.editText, run: onEdit },
    { icon: "add", label: text.sectionBefore, run: () => onText("section") },
    { icon: "add", label: text.noteBefore, run: () => onText("note") },
    { icon: "left", label: text.toStart, run: () => onMove(0) },
    { icon: "right", label: text.toEnd, run: () => onMove(count - 1) },
    { icon: "close", label: text.remove, run: onRemove },
  ];
}

function nameOf(item: AlbumItem): string {
  if (item.media) return item.media.kind === "video" ? text.video : text.photo;
  return item.kind === "section" ? text.section(item.text ?? "") : text.note;
}
