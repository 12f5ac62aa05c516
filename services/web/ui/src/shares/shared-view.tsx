import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { AlbumsState } from "../albums/albums-state.tsx";
import { useLoadAhead } from "../albums/use-load-ahead.ts";
import { countView, fetchSharedItem, type Shared, sharedDownloadUrl } from "../api/shares-api.ts";
import { Icon } from "../components/icon.tsx";
import { ThemeButton } from "../components/theme-button.tsx";
import { messages } from "../messages.ts";
import { withCaption } from "../showcase/label.ts";
import { ShowcaseGrid } from "../showcase/showcase-grid.tsx";
import { isMedia, type ShowcaseMedia } from "../showcase/split-blocks.ts";
import { ShareDownload } from "./share-download.tsx";
import { useSharedItems } from "./share-queries.ts";
import { ShareUpload } from "./share-upload.tsx";
import { useChosen } from "./use-chosen.ts";

const ShowcaseViewer = lazy(() => import("../showcase/showcase-viewer.tsx"));
const text = messages.shares.page;

/** The shared album or item: pictures first, and no more around them than needed. */
export function SharedView({ token, shared }: { token: string; shared: Shared }) {
  const { items, isPending, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useSharedItems(token);
  const [openId, setOpenId] = useState<string>();
  const chosen = useChosen();
  const end = useLoadAhead(hasNextPage && !isFetchingNextPage, () => void fetchNextPage());
  const media = useMemo(() => items.filter(isMedia), [items]);
  const places = useMemo(() => new Map(media.map(({ id }, at) => [id, at + 1])), [media]);
  const labelOf = useCallback(
    (item: ShowcaseMedia) => withCaption((item.media.kind === "video" ? text.video : text.photo)(places.get(item.id) ?? 0), item),
    [places],
  );
  const source = useMemo(
    () => ({ key: ["shared", token], fetch: (itemId: string, signal: AbortSignal) => fetchSharedItem(token, itemId, signal) }),
    [token],
  );
  useEffect(() => {
    countView(token).catch((problem: unknown) => console.info("The visit could not be counted.", problem));
  }, [token]);

  const buttons = ({ id, media: { state } }: ShowcaseMedia) =>
    shared.allowsDownload && state === "ready"
      ? [
          <a
            key="download"
            className="icon-button yarl__button"
            href={sharedDownloadUrl(token, id)}
            download
            aria-label={text.download}
            title={text.download}
          >
            <Icon name="download" />
          </a>,
        ]
      : [];
  return (
    <div className="share-page">
      <header className="share-head">
        <div className="album-titles">
          <h1>
            <bdi>{shared.title ?? text.anItem}</bdi>
          </h1>
          {shared.kind === "album" && <p className="album-facts">{text.count(shared.itemCount)}</p>}
          {shared.description !== "" && (
            <p className="album-description" dir="auto">
              {shared.description}
            </p>
          )}
          {shared.allowsDownload && media.length > 1 && <ShareDownload token={token} chosen={chosen} />}
        </div>
        <ThemeButton />
      </header>
      {error && items.length === 0 && (
        <AlbumsState icon="cloudOff" title={text.errorTitle} text={error.message} onRetry={() => void refetch()} />
      )}
      {!isPending && !error && items.length === 0 && <AlbumsState icon="image" title={text.emptyTitle} text={text.emptyText} />}
      <ShowcaseGrid items={items} labelOf={labelOf} chosen={chosen.ids} onOpen={chosen.ids ? chosen.toggle : setOpenId} />
      <div ref={end} />
      {shared.allowsUpload && <ShareUpload token={token} />}
      <footer className="share-foot">
        <img src="/favicon.svg" alt="" width="20" height="20" />
        {text.madeWith}
      </footer>
      {openId !== undefined && (
        <Suspense fallback={<div className="viewer-loading" role="status" aria-label={messages.loading} />}>
          <ShowcaseViewer
            items={media}
            itemId={openId}
            labelOf={labelOf}
            source={source}
            buttons={buttons}
            onShow={setOpenId}
            onClose={() => setOpenId(undefined)}
          />
        </Suspense>
      )}
    </div>
  );
}
