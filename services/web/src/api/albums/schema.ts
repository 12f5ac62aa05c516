import { mediaKinds } from "@mediashare/contract";
import { activityKinds, albumItemKinds, memberRoles } from "@mediashare/core";
import { z } from "zod";
import { delivery, playbackFields, rendition } from "../media/schema.ts";

const timestamp = z.iso.datetime();
const albumRole = z.enum([...memberRoles, "owner"]);
/** Characters that could not be seen, or turn the writing of what follows around, are no part of a name. */
const hidden = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
const line = (max: number) =>
  z
    .string()
    .transform((text) => text.toWellFormed().replace(hidden, " ").replace(/\s+/g, " ").trim())
    .pipe(z.string().min(1).max(max));
const prose = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) =>
      text
        .toWellFormed()
        .replace(/\r\n?/g, "\n")
        .replace(hidden, (character) => (character === "\n" ? "\n" : " "))
        .trim(),
    );

const person = z.object({ id: z.uuid(), name: z.string() }).meta({ id: "Person" });

/** A media as others than its owner see it: no file name, place, camera, hash or id of the library. */
export const shownMedia = z
  .object({
    kind: z.enum(mediaKinds),
    state: z.enum(["stored", "processing", "ready"]),
    width: z.int().positive().nullable(),
    height: z.int().positive().nullable(),
    durationMs: z.int().nonnegative().nullable(),
    progress: z.number().min(0).max(1),
    playable: z.boolean(),
    caption: z.string().meta({ description: "As its owner wrote it; on links only where they show captions" }),
    thumbhash: z.base64().nullable(),
    delivery: delivery.meta({ description: "The signature works for minutes: ask again before `urlsExpireAt`" }),
    images: z.array(rendition),
  })
  .meta({ id: "ShownMedia" });

export const playback = z.object(playbackFields).meta({ id: "Playback" });

export const albumSummary = z
  .object({
    id: z.uuid(),
    title: z.string(),
    role: albumRole,
    owner: person,
    itemCount: z.int().nonnegative(),
    cover: shownMedia.nullable(),
    updatedAt: timestamp,
  })
  .meta({ id: "AlbumSummary" });

export const albumDetail = albumSummary
  .extend({
    description: z.string(),
    coverItemId: z.uuid().nullable(),
    commentsOn: z.boolean(),
    likesOn: z.boolean(),
    hasLinks: z.boolean().meta({ description: "Whether anybody with a link can see the album" }),
    likes: z.int().nonnegative(),
    liked: z.boolean(),
    comments: z.int().nonnegative(),
    rights: z.object({
      add: z.boolean(),
      edit: z.boolean(),
      moderate: z.boolean(),
      manage: z.boolean(),
      comment: z.boolean(),
      like: z.boolean(),
    }),
    createdAt: timestamp,
  })
  .meta({ id: "AlbumDetail" });

export const albumPage = z.object({ items: z.array(albumSummary), nextCursor: z.string().nullable() }).meta({ id: "AlbumPage" });

export const albumItem = z
  .object({
    id: z.uuid(),
    kind: z.enum(albumItemKinds),
    text: z.string().nullable().meta({ description: "Of a section or note" }),
    media: shownMedia.nullable(),
    addedBy: person.nullable().meta({ description: "Null: somebody with a share link" }),
    ownMediaId: z.uuid().nullable().meta({ description: "Its id in the library, for its owner" }),
    takenAt: timestamp.nullable(),
    likes: z.int().nonnegative(),
    liked: z.boolean(),
    comments: z.int().nonnegative(),
  })
  .meta({ id: "AlbumItem" });

export const urlsExpireAt = timestamp.meta({ description: "When the first of the URLs stops working" });

export const albumItemPage = z
  .object({ items: z.array(albumItem), nextCursor: z.string().nullable(), urlsExpireAt })
  .meta({ id: "AlbumItemPage" });

export const albumItemDetail = albumItem.extend({ playback }).meta({ id: "AlbumItemDetail" });

export const member = z.object({ person, role: z.enum(memberRoles), since: timestamp }).meta({ id: "AlbumMember" });
export const members = z.object({ items: z.array(member) });

export const comment = z
  .object({
    id: z.uuid(),
    itemId: z.uuid().nullable(),
    author: person,
    body: z.string(),
    createdAt: timestamp,
    removable: z.boolean(),
  })
  .meta({ id: "AlbumComment" });
export const commentPage = z.object({ items: z.array(comment), nextCursor: z.string().nullable() });

export const activity = z
  .object({
    id: z.uuid(),
    kind: z.enum(activityKinds),
    actor: person.nullable().meta({ description: "Null: somebody with a share link" }),
    count: z.int().positive(),
    at: timestamp,
  })
  .meta({ id: "AlbumActivity" });
export const activityPage = z.object({ items: z.array(activity), nextCursor: z.string().nullable() });

const cursor = z.string().max(200).optional().meta({ description: "`nextCursor` of the page before" });
const limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);
const itemIds = z.array(z.uuid()).min(1).max(500);

export const albumParams = z.object({ id: z.uuid() });
export const itemParams = z.object({ id: z.uuid(), itemId: z.uuid() });
export const memberParams = z.object({ id: z.uuid(), accountId: z.uuid() });
export const commentParams = z.object({ id: z.uuid(), commentId: z.uuid() });

export const albumsQuery = z.object({ scope: z.enum(["own", "shared", "all"]).default("all"), cursor, limit: limit(200, 60) });
export const itemsQuery = z.object({ cursor, limit: limit(500, 100) });
export const commentsQuery = z.object({
  item: z.uuid().optional().meta({ description: "Only those about this item" }),
  cursor,
  limit: limit(200, 50),
});
export const activityQuery = z.object({ cursor, limit: limit(200, 50) });

export const newAlbum = z.strictObject({
  title: line(200),
  description: prose(5_000).default(""),
  mediaIds: z.array(z.uuid()).max(500).default([]).meta({ description: "Own media to begin with" }),
  reuse: z.boolean().default(false).meta({ description: "Take the own album of this title, as it is, where there is one" }),
});
export const albumChange = z.strictObject({
  title: line(200).optional(),
  description: prose(5_000).optional(),
  coverItemId: z.uuid().nullable().optional().meta({ description: "Null: the first item" }),
  commentsOn: z.boolean().optional(),
  likesOn: z.boolean().optional(),
});
export const newItems = z.strictObject({
  mediaIds: z.array(z.uuid()).max(500).meta({ description: "None: only to learn whether one may add" }),
});
export const addedItems = z.object({ added: z.int().nonnegative().meta({ description: "Those that were not there yet" }) });
export const newText = z.strictObject({
  kind: z.enum(["section", "note"]),
  text: prose(2_000).pipe(z.string().min(1)),
  beforeItemId: z.uuid().nullable().default(null).meta({ description: "Null: at the end" }),
});
export const textChange = z.strictObject({ text: prose(2_000).pipe(z.string().min(1)) });
export const move = z.strictObject({
  itemIds,
  beforeItemId: z.uuid().nullable().meta({ description: "The item that they shall stand before; null: the end" }),
});
export const removal = z.strictObject({ itemIds });
export const newMember = z.strictObject({ email: z.email().max(254), role: z.enum(memberRoles) });
export const memberChange = z.strictObject({ role: z.enum(memberRoles) });
export const newComment = z.strictObject({ body: prose(2_000).pipe(z.string().min(1)), itemId: z.uuid().nullable().default(null) });

export type ShownMedia = z.infer<typeof shownMedia>;
export type Playback = z.infer<typeof playback>;
export type AlbumSummary = z.infer<typeof albumSummary>;
export type AlbumDetail = z.infer<typeof albumDetail>;
export type AlbumPage = z.infer<typeof albumPage>;
export type AlbumItem = z.infer<typeof albumItem>;
export type AlbumItemPage = z.infer<typeof albumItemPage>;
export type AlbumItemDetail = z.infer<typeof albumItemDetail>;
export type AlbumMember = z.infer<typeof member>;
export type AlbumComment = z.infer<typeof comment>;
export type CommentPage = z.infer<typeof commentPage>;
export type AlbumActivity = z.infer<typeof activity>;
export type ActivityPage = z.infer<typeof activityPage>;
