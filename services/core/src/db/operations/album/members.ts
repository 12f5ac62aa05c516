import type { MemberRole } from "../../../albums/album-facts.ts";
import type { Database } from "../../open-database.ts";
import type { AlbumMemberRow } from "../../rows.ts";
import { recordActivity } from "../album-social/record-activity.ts";

/** Who was let into an album, first ones first. */
export async function listMembers(db: Database, albumId: string): Promise<AlbumMemberRow[]> {
  return db("album_member").where({ album_id: albumId }).orderBy(["created_at", "account_id"]);
}

/** Lets an account into an album, or changes what it may do there. */
export async function setMember(db: Database, request: { albumId: string; accountId: string; role: MemberRole }): Promise<AlbumMemberRow> {
  const { albumId, accountId, role } = request;
  return db.transaction(async (trx) => {
    const known = await trx("album_member").where({ album_id: albumId, account_id: accountId }).first("role");
    const [row] = await trx("album_member")
      .insert({ album_id: albumId, account_id: accountId, role })
      .onConflict(["album_id", "account_id"])
      .merge(["role"])
      .returning("*");
    if (!known) await recordActivity(trx, { albumId, actorId: accountId, kind: "joined" });
    return row as AlbumMemberRow;
  });
}

/**
 * Takes an account out of an album, and with it the items it brought: their access to the others' media ends, and so does the others'
 * to theirs. Its comments and likes stay.
 * @returns false when it was no member
 */
export async function removeMember(db: Database, request: { albumId: string; accountId: string }): Promise<boolean> {
  const { albumId, accountId } = request;
  return db.transaction(async (trx) => {
    const removed = await trx("album_member").where({ album_id: albumId, account_id: accountId }).delete();
    if (removed === 0) return false;
    await trx("album_item").where({ album_id: albumId, added_by: accountId, kind: "media" }).delete();
    await recordActivity(trx, { albumId, actorId: accountId, kind: "left" });
    return true;
  });
}
