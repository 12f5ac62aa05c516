import { useState } from "react";
import { type AlbumDetail, deleteAlbum, updateAlbum } from "../api/albums-api.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { Icon } from "../components/icon.tsx";
import { Menu, type MenuEntry } from "../components/menu.tsx";
import { showToast } from "../hooks/toasts.ts";
import { navigate } from "../hooks/use-route.ts";
import { messages } from "../messages.ts";
import ShareDialog from "../shares/share-dialog.tsx";
import { AlbumFormDialog } from "./album-form-dialog.tsx";
import { useAlbumChange } from "./album-queries.ts";
import { LeaveDialog } from "./leave-dialog.tsx";
import { LikeButton } from "./like-button.tsx";
import { PeopleDialog } from "./people-dialog.tsx";
import { TalkDialog } from "./talk-dialog.tsx";

type Open = "edit" | "delete" | "leave" | "share" | "people" | "talk";

const text = messages.albums;

/** Title, description, and what can be done with an album. */
export function AlbumHead({ album, arranging, onArrange }: { album: AlbumDetail; arranging: boolean; onArrange: () => void }) {
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const { rights } = album;
  const change = useAlbumChange(album.id, (fields: { title: string; description: string }) => updateAlbum(album.id, fields));
  const remove = useAlbumChange(album.id, () => deleteAlbum(album.id));
  const entries: MenuEntry[] = [
    ...(rights.edit ? [{ icon: "edit" as const, label: text.page.rename, run: () => setOpen("edit") }] : []),
    { icon: "people", label: text.page.people, run: () => setOpen("people") },
    ...(rights.manage ? [{ icon: "trash" as const, label: text.page.delete, run: () => setOpen("delete") }] : []),
    ...(album.role === "owner" ? [] : [{ icon: "leave" as const, label: text.page.leave, run: () => setOpen("leave") }]),
  ];
  return (
    <header className="album-head">
      <div className="album-titles">
        <h1>
          <bdi>{album.title}</bdi>
        </h1>
        <p className="album-facts">
          {text.count(album.itemCount)}
          {album.role !== "owner" && (
            <>
              {" · "}
              <bdi>{text.by(album.owner.name)}</bdi>
            </>
          )}
          {album.hasLinks && (
            <span className="album-linked" title={text.linked}>
              <Icon name="link" size={16} />
              <span className="visually-hidden">{text.linked}</span>
            </span>
          )}
        </p>
        {album.description !== "" && (
          <p className="album-description" dir="auto">
            {album.description}
          </p>
        )}
      </div>
      <div className="album-actions">
        {album.likesOn && <LikeButton albumId={album.id} item={null} album={album} />}
        <button type="button" className="button" onClick={() => setOpen("talk")} aria-label={text.page.talk} title={text.page.talk}>
          <Icon name="comment" size={18} />
          {album.commentsOn && album.comments > 0 && <span>{album.comments}</span>}
        </button>
        {rights.edit && (
          <button type="button" className="button" aria-pressed={arranging} onClick={onArrange}>
            <Icon name={arranging ? "check" : "arrange"} size={18} />
            {arranging ? text.done : text.page.edit}
          </button>
        )}
        {rights.manage && (
          <button type="button" className="button button-primary" onClick={() => setOpen("share")}>
            <Icon name="link" size={18} />
            {text.page.share}
          </button>
        )}
        <Menu label={text.more} className="icon-button" entries={entries}>
          <Icon name="more" />
        </Menu>
      </div>
      {open === "edit" && (
        <AlbumFormDialog
          title={text.page.rename}
          confirmLabel={text.save}
          album={album}
          error={change.error?.message}
          busy={change.isPending}
          onSave={(fields) => change.mutate(fields, { onSuccess: close })}
          onClose={close}
        />
      )}
      {open === "delete" && (
        <ConfirmDialog
          title={text.page.deleteTitle(album.title)}
          text={text.page.deleteText}
          confirmLabel={text.page.delete}
          error={remove.error?.message}
          busy={remove.isPending}
          onClose={close}
          onConfirm={() =>
            remove.mutate(undefined, {
              onSuccess: () => {
                close();
                navigate("/albums");
                showToast(text.page.deleted(album.title));
              },
            })
          }
        />
      )}
      {open === "leave" && <LeaveDialog album={album} onClose={close} />}
      {open === "share" && <ShareDialog target={{ albumId: album.id }} onClose={close} />}
      {open === "people" && <PeopleDialog album={album} onClose={close} />}
      {open === "talk" && <TalkDialog album={album} onClose={close} />}
    </header>
  );
}
