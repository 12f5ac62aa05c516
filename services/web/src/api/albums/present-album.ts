import {
  type AlbumAccess,
  accountNames,
  countReception,
  type ListedAlbum,
  type ListedMedia,
  listMediaByIds,
  summariseAlbum,
} from "@mediashare/core";
import type { AlbumDeps } from "./album-deps.ts";
import { decideRights } from "./decide-rights.ts";
import { presentShown } from "./present-shown.ts";
import type { AlbumDetail, AlbumSummary } from "./schema.ts";

/** Albums as lists show them, each with its cover. */
export async function presentAlbums(deps: AlbumDeps, accountId: string, albums: readonly ListedAlbum[]): Promise<AlbumSummary[]> {
  const { db, now } = deps;
  const [covers, names] = await Promise.all([
    listMediaByIds(
      db,
      albums.flatMap(({ cover_media_id }) => cover_media_id ?? []),
    ),
    accountNames(
      db,
      albums.map(({ owner_id }) => owner_id),
    ),
  ]);
  const byId = new Map(covers.map((media) => [media.id, media]));
  const presentCover = (media: ListedMedia | undefined) => {
    if (!media) return null;
    const signer = media.owner_id === accountId ? deps.signer : deps.shareSigner;
    return presentShown(media, signer.signMedia(media.id, now()), media.caption);
  };
  return albums.map((album) => ({
    id: album.id,
    title: album.title,
    role: album.role,
    owner: { id: album.owner_id, name: names.get(album.owner_id) ?? "" },
    itemCount: album.item_count,
    cover: presentCover(byId.get(album.cover_media_id ?? "")),
    updatedAt: album.updated_at.toISOString(),
  }));
}

/** An album as its own page shows it. */
export async function presentAlbum(deps: AlbumDeps, accountId: string, { album, role }: AlbumAccess): Promise<AlbumDetail> {
  const summary = await summariseAlbum(deps.db, album.id);
  const [presented] = await presentAlbums(deps, accountId, [{ ...album, role, ...summary, updated_us: 0 }]);
  const reception = (await countReception(deps.db, { albumId: album.id, accountId, itemIds: [] })).get(null);
  return {
    ...(presented as AlbumSummary),
    description: album.description,
    coverItemId: album.cover_item_id,
    commentsOn: album.comments_on,
    likesOn: album.likes_on,
    hasLinks: summary.has_links,
    likes: reception?.likes ?? 0,
    liked: reception?.liked ?? false,
    comments: reception?.comments ?? 0,
    rights: decideRights(role, album),
    createdAt: album.created_at.toISOString(),
  };
}
