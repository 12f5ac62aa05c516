import type { Knex } from "../../open-database.ts";

/** One change of an album's order at a time, so that keys are chosen from what stands; also says that the album has changed. */
export async function lockAlbum(trx: Knex.Transaction, albumId: string): Promise<void> {
  await trx("album").where({ id: albumId }).update({ updated_at: trx.fn.now() });
}

export async function lastOrderKey(trx: Knex.Transaction, albumId: string): Promise<string | undefined> {
  const last = await trx("album_item").where({ album_id: albumId }).orderBy("order_key", "desc").first("order_key");
  return last?.order_key;
}

/** The keys between which something is put that shall stand before this item; the end, where there is no such item. */
export async function gapBefore(
  trx: Knex.Transaction,
  request: { albumId: string; beforeItemId: string | null; without?: readonly string[] },
): Promise<{ after: string | undefined; before: string | undefined }> {
  const others = () =>
    trx("album_item")
      .where({ album_id: request.albumId })
      .whereNotIn("id", request.without ?? []);
  const next =
    request.beforeItemId === null
      ? undefined
      : await trx("album_item").where({ album_id: request.albumId, id: request.beforeItemId }).first("order_key");
  if (!next) return { after: (await others().orderBy("order_key", "desc").first("order_key"))?.order_key, before: undefined };
  const previous = await others().where("order_key", "<", next.order_key).orderBy("order_key", "desc").first("order_key");
  return { after: previous?.order_key, before: next.order_key };
}
