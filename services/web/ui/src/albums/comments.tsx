import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type AlbumDetail, addComment, removeComment } from "../api/albums-api.ts";
import { IconButton } from "../components/icon-button.tsx";
import { formatDateTime } from "../format.ts";
import { messages } from "../messages.ts";
import { useAlbumChange, useComments } from "./album-queries.ts";

const text = messages.albums.talk;

/** Comments on an album, or on one of its items, and a field to write one. */
export function Comments({ album, itemId }: { album: AlbumDetail; itemId: string | undefined }) {
  const { items, isPending, hasNextPage, fetchNextPage } = useComments(album.id, itemId, album.commentsOn);
  const remove = useAlbumChange(album.id, (commentId: string) => removeComment(album.id, commentId));
  return (
    <div className="comments">
      <CommentForm albumId={album.id} itemId={itemId ?? null} />
      {!isPending && items.length === 0 && <p className="fine-print">{text.none}</p>}
      <ul>
        {items.map((comment) => (
          <li key={comment.id} className="comment">
            <p className="comment-head">
              <bdi className="comment-author">{comment.author.name}</bdi>
              <time dateTime={comment.createdAt}>{formatDateTime(comment.createdAt)}</time>
              {itemId === undefined && comment.itemId !== null && <span>{text.onItem}</span>}
              {comment.removable && (
                <IconButton icon="trash" label={text.remove(comment.author.name)} onClick={() => remove.mutate(comment.id)} />
              )}
            </p>
            <p className="comment-body" dir="auto">
              {comment.body}
            </p>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className="text-button" onClick={() => void fetchNextPage()}>
          {messages.albums.loadMore}
        </button>
      )}
    </div>
  );
}

function CommentForm({ albumId, itemId }: { albumId: string; itemId: string | null }) {
  const client = useQueryClient();
  const [body, setBody] = useState("");
  const send = useMutation({
    mutationFn: () => addComment(albumId, { body, itemId }),
    onSuccess: () => {
      setBody("");
      return client.invalidateQueries({ queryKey: ["album", albumId] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!send.isPending && body.trim() !== "") send.mutate();
  };
  return (
    <form className="comment-form" onSubmit={submit}>
      <textarea
        aria-label={text.field}
        placeholder={text.field}
        rows={2}
        maxLength={2_000}
        value={body}
        dir="auto"
        onChange={(event) => setBody(event.target.value)}
      />
      <button type="submit" className="button button-primary button-small" aria-disabled={send.isPending || body.trim() === ""}>
        {text.send}
      </button>
      {send.error && (
        <p className="error-text" role="alert">
          {send.error.message}
        </p>
      )}
    </form>
  );
}
