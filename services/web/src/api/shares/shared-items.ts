import {
  type AlbumItem,
  getAlbumItem,
  type ListedMedia,
  listAlbumItems,
  listMediaByIds,
  listRenditions,
  type MediaImage,
  type ShareLinkRow,
  summariseAlbum,
} from "@mediashare/core";
import { presentShown } from "../albums/present-shown.ts";
import { presentPlayback } from "../media/present-media.ts";
import type { Shared, SharedItem, SharedItemDetail } from "./schema.ts";
import type { ShareDeps } from "./share-deps.ts";

/** An item as a link knows it: of an album its own, of a single media one that has the link's id. */
type Item = Pick<AlbumItem, "id" | "kind" | "text" | "media"> & { readonly order_key: string };

/** What a link says of what it shares. */
export async function presentShared({ db }: ShareDeps, link: ShareLinkRow): Promise<Shared> {
  const allows = { allowsUpload: link.allows_upload, allowsDownload: link.allows_download };
  if (link.album_id === null) return { kind: "item", title: null, description: "", itemCount: 1, ...allows };
  const [album, summary] = await Promise.all([db("album").where({ id: link.album_id }).first(), summariseAlbum(db, link.album_id)]);
  return {
    kind: "album",
    title: album?.title ?? null,
    description: album?.description ?? "",
    itemCount: summary.item_count,
    ...allows,
  };
}

export async function listSharedItems(
  { db }: ShareDeps,
  link: ShareLinkRow,
  page: { after: string | undefined; limit: number },
): Promise<Item[]> {
  if (link.album_id !== null) return listAlbumItems(db, { albumId: link.album_id, ...page });
  return page.after === undefined ? singleItem(await listMediaByIds(db, [link.media_id as string]), link) : [];
}

export async function getSharedItem({ db }: ShareDeps, link: ShareLinkRow, itemId: string): Promise<Item | undefined> {
  if (link.album_id !== null) return getAlbumItem(db, { albumId: link.album_id, itemId });
  if (itemId !== link.id) return undefined;
  return singleItem(await listMediaByIds(db, [link.media_id as string]), link)[0];
}

/** The picture that stands for what is shared. */
export async function coverOfShare({ db }: ShareDeps, link: ShareLinkRow): Promise<ListedMedia | undefined> {
  const mediaId = link.album_id === null ? link.media_id : (await summariseAlbum(db, link.album_id)).cover_media_id;
  return mediaId === null ? undefined : (await listMediaByIds(db, [mediaId]))[0];
}

export function presentSharedItems({ shareSigner, now }: ShareDeps, link: ShareLinkRow, items: readonly Item[]): SharedItem[] {
  return items.map(({ id, kind, text, media }) => ({
    id,
    kind,
    text,
    media: media && presentShown(media, shareSigner.signMedia(media.id, now()), sharedCaption(media, link)),
  }));
}

export async function presentSharedDetail(deps: ShareDeps, link: ShareLinkRow, item: Item): Promise<SharedItemDetail> {
  const [presented] = presentSharedItems(deps, link, [item]);
  const { media } = item;
  const playback = media ? presentPlayback(media, await listRenditions(deps.db, media)) : { hls: null, storyboard: null };
  return { ...(presented as SharedItem), playback };
}

/** The largest picture that every program can open, narrower than this where such a limit is given. */
export function largestJpeg({ images }: Pick<ListedMedia, "images">, widest = Number.POSITIVE_INFINITY): MediaImage | undefined {
  const pictures = images.filter(([, contentType]) => contentType === "image/jpeg");
  return pictures.findLast(([, , width]) => width <= widest) ?? pictures[0];
}

/** What others in the album wrote is not the link's owner's to publish. */
function sharedCaption(media: ListedMedia, link: ShareLinkRow): string {
  return link.shows_captions && media.owner_id === link.owner_id ? media.caption : "";
}

function singleItem([media]: readonly ListedMedia[], link: ShareLinkRow): Item[] {
  return media ? [{ id: link.id, kind: "media", text: null, media, order_key: "" }] : [];
}
