import { type AlbumItem as AlbumItemRow, accountNames, countReception, type ListedMedia } from "@mediashare/core";
import type { AlbumDeps } from "./album-deps.ts";
import { presentShown } from "./present-shown.ts";
import type { AlbumItem } from "./schema.ts";

interface Viewer {
  readonly albumId: string;
  readonly accountId: string;
}

/** Items of an album as one of its people sees them. */
export async function presentItems(deps: AlbumDeps, viewer: Viewer, rows: readonly AlbumItemRow[]): Promise<AlbumItem[]> {
  const { db, now } = deps;
  const [names, receptions] = await Promise.all([
    accountNames(
      db,
      rows.map(({ added_by }) => added_by),
    ),
    countReception(db, { ...viewer, itemIds: rows.map(({ id }) => id) }),
  ]);
  const signerFor = (media: ListedMedia) => (media.owner_id === viewer.accountId ? deps.signer : deps.shareSigner);
  return rows.map((row) => {
    const { media } = row;
    const reception = receptions.get(row.id);
    return {
      id: row.id,
      kind: row.kind,
      text: row.text,
      media: media && presentShown(media, signerFor(media).signMedia(media.id, now()), media.caption),
      addedBy: row.share_link_id === null ? { id: row.added_by, name: names.get(row.added_by) ?? "" } : null,
      ownMediaId: media?.owner_id === viewer.accountId ? media.id : null,
      takenAt: media?.captured_at?.toISOString() ?? null,
      likes: reception?.likes ?? 0,
      liked: reception?.liked ?? false,
      comments: reception?.comments ?? 0,
    };
  });
}
