import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type AlbumSummary, addToAlbum, createAlbum } from "../api/albums-api.ts";
import { Dialog } from "../components/dialog.tsx";
import { Icon } from "../components/icon.tsx";
import { announce } from "../hooks/announce.ts";
import { navigate } from "../hooks/use-route.ts";
import { messages } from "../messages.ts";
import { TileImage } from "../timeline/tile-image.tsx";
import "../styles/albums.css";
import { albumPath } from "./album-path.ts";
import { albumsKey, useAlbums } from "./album-queries.ts";

interface AddToAlbumDialogProps {
  mediaIds: readonly string[];
  onClose: () => void;
  onAdded?: () => void;
}

/** The API takes so many at once. */
const batchSize = 500;
const text = messages.albums.add;

/** Puts media of the library into an album, known or new. */
export default function AddToAlbumDialog({ mediaIds, onClose, onAdded }: AddToAlbumDialogProps) {
  const client = useQueryClient();
  const { items } = useAlbums("all");
  const [name, setName] = useState("");
  const add = useMutation({
    mutationFn: async (album: Pick<AlbumSummary, "id" | "title"> | string) => {
      const target = typeof album === "string" ? await createAlbum({ title: album }) : album;
      let added = 0;
      for (let at = 0; at < mediaIds.length; at += batchSize)
        added += (await addToAlbum(target.id, mediaIds.slice(at, at + batchSize))).added;
      return { added, target };
    },
    onSuccess: async ({ added, target }) => {
      await Promise.all([client.invalidateQueries({ queryKey: albumsKey }), client.invalidateQueries({ queryKey: ["album", target.id] })]);
      announce(text.added(added, target.title));
      onAdded?.();
    },
  });
  const open = items.filter(({ role }) => role !== "viewer");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!add.isPending && name.trim() !== "") add.mutate(name);
  };
  const close = (
    <button type="button" className="button" onClick={onClose}>
      {add.data ? messages.close : messages.cancel}
    </button>
  );
  if (add.data) {
    const { added, target } = add.data;
    const openAlbum = (
      <>
        {close}
        <button
          type="button"
          className="button button-primary"
          onClick={() => {
            onClose();
            navigate(albumPath(target.id));
          }}
        >
          {text.open}
        </button>
      </>
    );
    return <Dialog key="done" title={text.doneTitle} text={text.added(added, target.title)} actions={openAlbum} onClose={onClose} />;
  }
  return (
    <Dialog title={text.title(mediaIds.length)} actions={close} onClose={onClose}>
      {open.length > 0 && (
        <ul className="album-choices" aria-label={text.choose}>
          {open.map((album) => (
            <li key={album.id}>
              <button
                type="button"
                className="album-choice"
                aria-disabled={add.isPending}
                onClick={() => !add.isPending && add.mutate(album)}
              >
                <span className="album-choice-cover">
                  {album.cover ? <TileImage media={album.cover} widthPx={48} /> : <Icon name="image" size={20} />}
                </span>
                <bdi>{album.title}</bdi>
                <span className="album-choice-count">{messages.albums.count(album.itemCount)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <form className="album-choice-new" onSubmit={submit}>
        <label className="form-field">
          <span>{open.length > 0 ? text.newName : text.none}</span>
          <input value={name} maxLength={200} dir="auto" onChange={(event) => setName(event.target.value)} />
        </label>
        <button type="submit" className="button button-primary" aria-disabled={add.isPending || name.trim() === ""}>
          {text.create}
        </button>
      </form>
      {add.error && (
        <p className="error-text" role="alert">
          {add.error.message}
        </p>
      )}
    </Dialog>
  );
}
