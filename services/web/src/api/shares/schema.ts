import { albumItemKinds } from "@mediashare/core";
import { z } from "zod";
import { playback, shownMedia, urlsExpireAt } from "../albums/schema.ts";
import { mostFiles } from "../downloads/schema.ts";

const timestamp = z.iso.datetime();
/** As `newSecret` makes them. Anything else is no link of ours, and is not looked up. */
export const tokenParams = z.object({ token: z.string().regex(/^[\w-]{43}$/) });
export const sharedItemParams = tokenParams.extend({ itemId: z.uuid() });
export const linkParams = z.object({ id: z.uuid() });

const password = z.string().min(1).max(200);
const expiresAt = timestamp.meta({ description: "When the link ends by itself" });

export const shareLink = z
  .object({
    id: z.uuid(),
    albumId: z.uuid().nullable(),
    mediaId: z.uuid().nullable(),
    hasPassword: z.boolean(),
    expiresAt: timestamp.nullable(),
    isExpired: z.boolean(),
    allowsUpload: z.boolean(),
    allowsDownload: z.boolean(),
    downloadsPlace: z.boolean().meta({ description: "Whether own originals go with the place they were taken at" }),
    showsCaptions: z.boolean(),
    viewCount: z.int().nonnegative().meta({ description: "Visits: who comes back within half an hour counts once" }),
    lastViewedAt: timestamp.nullable(),
    createdAt: timestamp,
  })
  .meta({ id: "ShareLink" });

export const shareLinks = z.object({ items: z.array(shareLink) });
export const madeLink = shareLink
  .extend({ url: z.url().meta({ description: "The link itself; it is shown this once, and kept nowhere" }) })
  .meta({ id: "MadeShareLink" });

export const linksQuery = z.object({ album: z.uuid().optional(), media: z.uuid().optional() });

export const newLink = z
  .strictObject({
    albumId: z.uuid().optional(),
    mediaId: z.uuid().optional().meta({ description: "Either this or `albumId`" }),
    password: password.nullable().default(null),
    expiresAt: expiresAt.nullable().default(null),
    allowsUpload: z.boolean().default(false).meta({ description: "For albums: visitors can add, on the quota of the album's owner" }),
    allowsDownload: z.boolean().default(false).meta({ description: "Visitors get the originals" }),
    showsCaptions: z.boolean().default(false).meta({ description: "Visitors see own captions; those of others in the album never" }),
    downloadsPlace: z.boolean().default(false).meta({
      description: "Own originals with the place they were taken at; those of others in the album are given without, always",
    }),
  })
  .refine(({ albumId, mediaId }) => (albumId === undefined) !== (mediaId === undefined), {
    path: ["albumId"],
    message: "Name an album or a media, one of them",
  })
  .refine(({ albumId, allowsUpload }) => albumId !== undefined || !allowsUpload, {
    path: ["allowsUpload"],
    message: "Only to an album can anything be added",
  });

export const linkChange = z.strictObject({
  password: password.nullable().optional().meta({ description: "Null takes it away" }),
  expiresAt: expiresAt.nullable().optional(),
  allowsUpload: z.boolean().optional(),
  allowsDownload: z.boolean().optional(),
  downloadsPlace: z.boolean().optional(),
  showsCaptions: z.boolean().optional(),
});

export const downloadParams = tokenParams.extend({ downloadId: z.uuid() });
export const newDownload = z.strictObject({
  itemIds: z.array(z.uuid()).min(1).max(mostFiles).optional().meta({ description: "Left out: all that is shared" }),
});

export const unlock = z.strictObject({ password });

/** All that a link tells about what is shared. */
export const shared = z
  .object({
    kind: z.enum(["album", "item"]),
    title: z.string().nullable(),
    description: z.string(),
    itemCount: z.int().nonnegative(),
    allowsUpload: z.boolean(),
    allowsDownload: z.boolean(),
  })
  .meta({ id: "Shared" });

export const sharedItem = z
  .object({
    id: z.uuid().meta({ description: "Of the share, not of the library" }),
    kind: z.enum(albumItemKinds),
    text: z.string().nullable(),
    media: shownMedia.nullable(),
  })
  .meta({ id: "SharedItem" });

export const sharedPage = z
  .object({ items: z.array(sharedItem), nextCursor: z.string().nullable(), urlsExpireAt })
  .meta({ id: "SharedPage" });

export const sharedItemDetail = sharedItem.extend({ playback }).meta({ id: "SharedItemDetail" });

export const sharedUploadToken = z.object({ token: z.string(), expiresAt: timestamp });

export type ShareLink = z.infer<typeof shareLink>;
export type MadeLink = z.infer<typeof madeLink>;
export type NewLink = z.input<typeof newLink>;
export type LinkChange = z.input<typeof linkChange>;
export type Shared = z.infer<typeof shared>;
export type SharedItem = z.infer<typeof sharedItem>;
export type SharedPage = z.infer<typeof sharedPage>;
export type SharedItemDetail = z.infer<typeof sharedItemDetail>;
