import type { AlbumRole } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";

/** What somebody may do in an album, besides looking at it. */
export interface AlbumRights {
  /** Put own media in, and take them out again. */
  readonly add: boolean;
  /** Order items, write sections and notes, take out any item, change title, description and cover. */
  readonly edit: boolean;
  /** Remove comments of others. */
  readonly moderate: boolean;
  /** Members, share links, settings, and the album's end. */
  readonly manage: boolean;
  readonly comment: boolean;
  readonly like: boolean;
}

/** From the role alone, and from what the album has turned on: being an administrator of the site opens no album. */
export function decideRights(role: AlbumRole, album: { comments_on: boolean; likes_on: boolean }): AlbumRights {
  const isEditor = role === "editor" || role === "owner";
  return {
    add: isEditor || role === "contributor",
    edit: isEditor,
    moderate: isEditor,
    manage: role === "owner",
    comment: album.comments_on,
    like: album.likes_on,
  };
}

/** @throws ProblemError 403 */
export function requireRight(rights: AlbumRights, right: keyof AlbumRights): void {
  if (!rights[right]) throw new ProblemError(403, refusals[right].code, refusals[right].detail);
}

const refusals: Readonly<Record<keyof AlbumRights, { code: string; detail: string }>> = {
  add: { code: "role_too_low", detail: "You may look at this album, not add to it. Its owner can make you a contributor." },
  edit: { code: "role_too_low", detail: "Only the album's owner and editors may do this." },
  moderate: { code: "role_too_low", detail: "Only its author, or the album's owner and editors, may remove a comment." },
  manage: { code: "role_too_low", detail: "Only the album's owner may do this." },
  comment: { code: "comments_off", detail: "Comments are turned off for this album." },
  like: { code: "likes_off", detail: "Likes are turned off for this album." },
};
