import { type AlbumItem, setLike } from "../api/albums-api.ts";
import { Icon } from "../components/icon.tsx";
import { messages } from "../messages.ts";
import { useAlbumChange } from "./album-queries.ts";

interface LikeButtonProps {
  albumId: string;
  /** Null: the album as a whole. */
  item: Pick<AlbumItem, "id" | "likes" | "liked"> | null;
  /** Of the album as a whole. */
  album?: { readonly likes: number; readonly liked: boolean };
  className?: string;
}

const text = messages.albums;

export function LikeButton({ albumId, item, album, className = "" }: LikeButtonProps) {
  const { likes, liked } = item ?? album ?? { likes: 0, liked: false };
  const change = useAlbumChange(albumId, (next: boolean) => setLike(albumId, item?.id ?? null, next));
  // What was asked for, until the server's own count is there.
  const shown = change.isPending ? change.variables : liked;
  const count = likes + (shown === liked ? 0 : shown ? 1 : -1);
  const label = item ? (shown ? text.talk.unlikeItem : text.talk.likeItem) : shown ? text.page.unlike : text.page.like;
  return (
    <button
      type="button"
      className={`icon-button like-button ${className}`}
      aria-label={`${label}, ${text.page.likes(count)}`}
      aria-pressed={shown}
      title={label}
      onClick={() => !change.isPending && change.mutate(!shown)}
    >
      <Icon name="heart" />
      {count > 0 && <span aria-hidden="true">{count}</span>}
    </button>
  );
}
