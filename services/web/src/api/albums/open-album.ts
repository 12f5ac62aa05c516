import { type AlbumAccess, findAlbum, type Knex } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import type { Context } from "koa";
import { ownerOf } from "../../owner.ts";
import { type AlbumRights, decideRights, requireRight } from "./decide-rights.ts";

export interface OpenAlbum extends AlbumAccess {
  readonly accountId: string;
  readonly rights: AlbumRights;
}

/**
 * An album for whoever asks. To those who are not in it, it is as if it did not exist.
 * @throws ProblemError 404, and 403 where the role does not have the right
 */
export async function openAlbum(ctx: Context, db: Knex, albumId: string, right?: keyof AlbumRights): Promise<OpenAlbum> {
  const accountId = ownerOf(ctx);
  const found = await findAlbum(db, { albumId, accountId });
  if (!found) throw new ProblemError(404, "album_not_found", `There is no album ${albumId}.`);
  const rights = decideRights(found.role, found.album);
  if (right !== undefined) requireRight(rights, right);
  return { ...found, accountId, rights };
}

export function itemNotFound(itemId: string): ProblemError {
  return new ProblemError(404, "item_not_found", `The album has no item ${itemId}.`);
}
