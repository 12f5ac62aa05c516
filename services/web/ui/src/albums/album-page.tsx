import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { type AlbumDetail, type AlbumItem, fetchAlbumItem } from "../api/albums-api.ts";
import { ApiError } from "../api/client.ts";
import { IconButton } from "../components/icon-button.tsx";
import { Link } from "../components/link.tsx";
import { useDocumentTitle } from "../hooks/use-document-title.ts";
import { messages } from "../messages.ts";
import type { PageProps } from "../pages.ts";
import { withCaption } from "../showcase/label.ts";
import { ShowcaseGrid } from "../showcase/showcase-grid.tsx";
import { isMedia, type ShowcaseMedia } from "../showcase/split-blocks.ts";
import "../styles/albums.css";
import { AlbumHead } from "./album-head.tsx";
import { useAlbum, useAlbumItems } from "./album-queries.ts";
import { AlbumsState } from "./albums-state.tsx";
import { ArrangeItems } from "./arrange-items.tsx";
import { ItemTalk } from "./item-talk.tsx";
import { LikeButton } from "./like-button.tsx";
import { useLoadAhead } from "./use-load-ahead.ts";

const ShowcaseViewer = lazy(() => import("../showcase/showcase-viewer.tsx"));
const text = messages.albums;

export default function AlbumPage({ route }: PageProps) {
  const id = route.params["albumId"] ?? "";
  const { data: album, error, refetch } = useAlbum(id);
  useDocumentTitle(album?.title);
  if (error && !album) {
    if (error instanceof ApiError && error.status === 404)
      return (
        <AlbumsState icon="image" title={text.notFoundTitle} text={text.notFoundText}>
          <Link className="button button-primary" href="/albums">
            {text.toAlbums}
          </Link>
        </AlbumsState>
      );
    return <AlbumsState icon="cloudOff" title={text.errorTitle} text={error.message} onRetry={() => void refetch()} />;
  }
  if (!album) return <div className="page-loading" role="status" aria-label={messages.loading} />;
  return <LoadedAlbum album={album} />;
}

function LoadedAlbum({ album }: { album: AlbumDetail }) {
  const { items, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useAlbumItems(album.id);
  const [arranging, setArranging] = useState(false);
  const [openId, setOpenId] = useState<string>();
  const end = useLoadAhead(hasNextPage && !isFetchingNextPage, () => void fetchNextPage());
  const media = useMemo(() => items.filter(isMedia), [items]);
  const labelOf = useLabels(items, album.itemCount);
  // Putting in order wants all of them.
  useEffect(() => {
    if (arranging && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [arranging, hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <div className="album-page">
      <AlbumHead album={album} arranging={arranging} onArrange={() => setArranging(!arranging)} />
      {!isPending && items.length === 0 && <AlbumsState icon="image" title={text.page.emptyTitle} text={text.page.emptyText} />}
      {arranging ? <ArrangeItems album={album} items={items} /> : <ShowcaseGrid items={items} labelOf={labelOf} onOpen={setOpenId} />}
      <div ref={end} />
      {openId !== undefined && (
        <Suspense fallback={<div className="viewer-loading" role="status" aria-label={messages.loading} />}>
          <AlbumViewer album={album} media={media} openId={openId} labelOf={labelOf} onShow={setOpenId} />
        </Suspense>
      )}
    </div>
  );
}

interface AlbumViewerProps {
  album: AlbumDetail;
  media: readonly ShowcaseMedia[];
  openId: string;
  labelOf: (item: ShowcaseMedia) => string;
  onShow: (id: string | undefined) => void;
}

function AlbumViewer({ album, media, openId, labelOf, onShow }: AlbumViewerProps) {
  const [talking, setTalking] = useState(false);
  const source = useMemo(
    () => ({
      key: ["album", album.id],
      fetch: (itemId: string, signal: AbortSignal) => fetchAlbumItem(album.id, itemId, signal),
    }),
    [album.id],
  );
  const buttons = (item: ShowcaseMedia) => [
    ...(album.likesOn
      ? [<LikeButton key="like" albumId={album.id} item={item as ShowcaseMedia & AlbumItem} className="yarl__button" />]
      : []),
    ...(album.commentsOn
      ? [
          <IconButton
            key="talk"
            icon="comment"
            className="yarl__button"
            label={text.talk.panel}
            aria-pressed={talking}
            onClick={() => setTalking(!talking)}
          />,
        ]
      : []),
  ];
  return (
    <ShowcaseViewer
      items={media}
      itemId={openId}
      labelOf={labelOf}
      source={source}
      onShow={onShow}
      onClose={() => onShow(undefined)}
      buttons={buttons}
      panel={talking && <ItemTalk album={album} itemId={openId} onClose={() => setTalking(false)} />}
    />
  );
}

/** What a tile is called: its place, and who added it. File names are the owner's own. */
function useLabels(items: readonly AlbumItem[], total: number): (item: ShowcaseMedia) => string {
  const places = useMemo(() => new Map(items.filter(isMedia).map(({ id }, at) => [id, at + 1])), [items]);
  const people = useMemo(() => new Map(items.map(({ id, addedBy }) => [id, addedBy])), [items]);
  return useCallback(
    (item) => {
      const { id, media } = item;
      const place = places.get(id) ?? 0;
      const name = media.kind === "video" ? text.page.video(place, total) : text.page.photo(place, total);
      const person = people.get(id);
      return withCaption(name + (person === null ? text.page.byLink : person ? text.page.addedBy(person.name) : ""), item);
    },
    [places, people, total],
  );
}
