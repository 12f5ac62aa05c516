import { useState } from "react";
import type { AlbumActivity, AlbumDetail } from "../api/albums-api.ts";
import { Dialog } from "../components/dialog.tsx";
import { formatDateTime } from "../format.ts";
import { messages } from "../messages.ts";
import { useActivity } from "./album-queries.ts";
import { Comments } from "./comments.tsx";

const text = messages.albums.talk;

/** What was said and done in an album. */
export function TalkDialog({ album, onClose }: { album: AlbumDetail; onClose: () => void }) {
  const [tab, setTab] = useState<"comments" | "activity">(album.commentsOn ? "comments" : "activity");
  const actions = (
    <button type="button" className="button" onClick={onClose}>
      {messages.close}
    </button>
  );
  return (
    <Dialog title={tab === "comments" ? text.comments : text.activity} actions={actions} onClose={onClose}>
      {album.commentsOn && (
        <fieldset className="segmented">
          <legend className="visually-hidden">{messages.albums.page.talk}</legend>
          {(["comments", "activity"] as const).map((name) => (
            <label key={name}>
              <input type="radio" name="talk" checked={tab === name} onChange={() => setTab(name)} />
              <span>{text[name]}</span>
            </label>
          ))}
        </fieldset>
      )}
      {tab === "comments" ? <Comments album={album} itemId={undefined} /> : <Activity albumId={album.id} />}
    </Dialog>
  );
}

function Activity({ albumId }: { albumId: string }) {
  const { items, isPending, hasNextPage, fetchNextPage } = useActivity(albumId);
  return (
    <>
      {!isPending && items.length === 0 && <p className="fine-print">{text.noneActivity}</p>}
      <ul className="activity">
        {items.map((entry) => (
          <li key={entry.id}>
            <span dir="auto">{describe(entry)}</span>
            <time dateTime={entry.at}>{formatDateTime(entry.at)}</time>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className="text-button" onClick={() => void fetchNextPage()}>
          {messages.albums.loadMore}
        </button>
      )}
    </>
  );
}

function describe({ kind, actor, count }: AlbumActivity): string {
  return text.kinds[kind](actor?.name ?? text.somebody, count);
}
