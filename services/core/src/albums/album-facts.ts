/** What an account may be in an album; the owner is in no list of members. */
export const memberRoles = ["viewer", "contributor", "editor"] as const;
export type MemberRole = (typeof memberRoles)[number];
export type AlbumRole = MemberRole | "owner";

export const albumItemKinds = ["media", "section", "note"] as const;
export type AlbumItemKind = (typeof albumItemKinds)[number];

/** What the activity of an album tells of. */
export const activityKinds = [
  "created",
  "renamed",
  "added",
  "uploaded",
  "removed",
  "joined",
  "left",
  "commented",
  "liked",
  "linked",
  "unlinked",
] as const;
export type ActivityKind = (typeof activityKinds)[number];
