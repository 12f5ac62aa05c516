import { useState } from "react";
import type { AlbumSummary } from "../api/albums-api.ts";
import { Icon } from "../components/icon.tsx";
import { Link } from "../components/link.tsx";
import { PageHeading } from "../lists/page-heading.tsx";
import { messages } from "../messages.ts";
import { TileImage } from "../timeline/tile-image.tsx";
import "../styles/albums.css";
import { albumPath } from "./album-path.ts";
import { useAlbums } from "./album-queries.ts";
import { AlbumsState } from "./albums-state.tsx";
import { NewAlbumDialog } from "./new-album-dialog.tsx";

const text = messages.albums;

export default function AlbumsPage() {
  const [creating, setCreating] = useState(false);
  return (
    <div className="albums-page">
      <PageHeading title={text.title}>
        <button type="button" className="button button-primary" onClick={() => setCreating(true)}>
          <Icon name="add" size={18} />
          {text.create}
        </button>
      </PageHeading>
      <AlbumList scope="all" emptyTitle={text.emptyTitle} emptyText={text.emptyText} />
      {creating && <NewAlbumDialog onClose={() => setCreating(false)} />}
    </div>
  );
}

interface AlbumListProps {
  scope: "shared" | "all";
  emptyTitle: string;
  emptyText: string;
}

export function AlbumList({ scope, emptyTitle, emptyText }: AlbumListProps) {
  const { items, isPending, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useAlbums(scope);
  if (error && items.length === 0)
    return <AlbumsState icon="cloudOff" title={text.errorTitle} text={error.message} onRetry={() => void refetch()} />;
  if (isPending) return <AlbumsSkeleton />;
  if (items.length === 0) return <AlbumsState icon="image" title={emptyTitle} text={emptyText} />;
  return (
    <>
      <ul className="album-cards">
        {items.map((album) => (
          <li key={album.id}>
            <AlbumCard album={album} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <div className="page-more">
          <button type="button" className="button" aria-disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {text.loadMore}
          </button>
        </div>
      )}
    </>
  );
}

function AlbumCard({ album }: { album: AlbumSummary }) {
  return (
    <Link className="album-card" href={albumPath(album.id)} aria-label={text.card(album.title, album.itemCount)}>
      <span className="album-cover">{album.cover ? <TileImage media={album.cover} widthPx={320} /> : <Icon name="image" size={36} />}</span>
      <span className="album-card-title">
        <bdi>{album.title}</bdi>
      </span>
      <span className="album-card-facts">
        {text.count(album.itemCount)}
        {album.role !== "owner" && (
          <>
            {" · "}
            <bdi>{text.by(album.owner.name)}</bdi>
          </>
        )}
      </span>
    </Link>
  );
}

function AlbumsSkeleton() {
  return (
    <div className="album-cards" role="status" aria-label={messages.loading}>
      {[1, 2, 3, 4, 5, 6].map((n) => (
        <span key={n} className="album-card album-card-skeleton">
          <span className="album-cover" />
        </span>
      ))}
    </div>
  );
}
