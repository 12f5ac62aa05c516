import { type AlbumItemRow, accountNames, countReception, type ListedMedia, type AlbumItem as ShownItem } from "@mediashare/core";
import type { AlbumDeps } from "./album-deps.ts";
import { presentShown } from "./present-shown.ts";
import type { AlbumItem } from "./schema.ts";

interface Viewer {
  readonly albumId: string;
  readonly accountId: string;
}

/** Items of an album as one of its people sees them. */
export async function presentItems(deps: AlbumDeps, viewer: Viewer, rows: readonly ShownItem[]): Promise<AlbumItem[]> {
  const { db, now } = deps;
  const receptions = await countReception(db, { ...viewer, itemIds: rows.map(({ id }) => id) });
  const signerFor = (media: ListedMedia) => (media.owner_id === viewer.accountId ? deps.signer : deps.shareSigner);
  return rows.map((row) => {
    const { media } = row;
    const reception = receptions.get(row.id);
    return {
      id: row.id,
      kind: row.kind,
      text: row.text,
      media: media && presentShown(media, signerFor(media).signMedia(media.id, now()), media.caption),
      addedBy: row.share_link_id === null ? { id: row.added_by, name: row.adder_name ?? "" } : null,
      ownMediaId: media?.owner_id === viewer.accountId ? media.id : null,
      takenAt: media?.captured_at?.toISOString() ?? null,
      likes: reception?.likes ?? 0,
      liked: reception?.liked ?? false,
      comments: reception?.comments ?? 0,
    };
  });
}

/** A section or note that was just written. */
export async function presentText(deps: AlbumDeps, accountId: string, row: AlbumItemRow): Promise<AlbumItem | undefined> {
  const names = await accountNames(deps.db, [row.added_by]);
  const adderName = names.get(row.added_by) ?? null;
  const [item] = await presentItems(deps, { albumId: row.album_id, accountId }, [{ ...row, adder_name: adderName, media: null }]);
  return item;
}
