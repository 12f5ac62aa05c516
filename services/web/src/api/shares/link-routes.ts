import { randomUUID } from "node:crypto";
import {
  access,
  createShareLink,
  findAlbum,
  getMedia,
  hashSecret,
  listShareLinks,
  newSecret,
  revokeShareLink,
  type ShareLinkRow,
  updateShareLink,
} from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import { hashPassword } from "../../accounts/password.ts";
import { ownerOf } from "../../owner.ts";
import { decideRights, requireRight } from "../albums/decide-rights.ts";
import { decideStanding } from "./decide-standing.ts";
import * as schema from "./schema.ts";
import type { ShareDeps } from "./share-deps.ts";

/** Shown in one list; who has more ends some. */
const mostListed = 500;

/** What the owner of an album or media does with its links. */
export function shareLinkRoutes({ db, now, siteOrigin }: ShareDeps): Route[] {
  const present = (link: ShareLinkRow): schema.ShareLink => ({
    id: link.id,
    albumId: link.album_id,
    mediaId: link.media_id,
    hasPassword: link.password_hash !== null,
    expiresAt: link.expires_at?.toISOString() ?? null,
    isExpired: decideStanding(link, now()) === "expired",
    allowsUpload: link.allows_upload,
    allowsDownload: link.allows_download,
    downloadsPlace: link.download_place,
    showsCaptions: link.shows_captions,
    viewCount: link.view_count,
    lastViewedAt: link.last_viewed_at?.toISOString() ?? null,
    createdAt: link.created_at.toISOString(),
  });

  return [
    defineRoute({
      method: "get",
      path: "/v1/share-links",
      operationId: "listShareLinks",
      summary: "The links that one has made and not revoked, latest first",
      access: access.user("albums:read"),
      query: schema.linksQuery,
      responses: { 200: { description: "All of them", schema: schema.shareLinks } },
      handler: async (ctx, { query }) => {
        const links = await listShareLinks(db, { ownerId: ownerOf(ctx), albumId: query.album, mediaId: query.media, limit: mostListed });
        ctx.set("Cache-Control", "no-store");
        ctx.body = { items: links.map(present) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/share-links",
      operationId: "createShareLink",
      summary: "Make a link to an own album or media. Whoever has it sees what it names, without an account",
      access: access.user("shares:write"),
      body: schema.newLink,
      responses: { 201: { description: "The link, with its address", schema: schema.madeLink } },
      problems: { 403: "role_too_low", 404: "album_not_found, media_not_found", 422: "already_expired" },
      handler: async (ctx, { body }) => {
        const ownerId = ownerOf(ctx);
        await requireOwn(ownerId, body);
        requireFuture(body.expiresAt);
        const token = newSecret();
        const link = await createShareLink(db, {
          id: randomUUID(),
          token_hash: hashSecret(token),
          owner_id: ownerId,
          album_id: body.albumId ?? null,
          media_id: body.mediaId ?? null,
          password_hash: body.password === null ? null : await hashPassword(body.password),
          expires_at: body.expiresAt === null ? null : new Date(body.expiresAt),
          allows_upload: body.allowsUpload,
          allows_download: body.allowsDownload,
          download_place: body.downloadsPlace,
          shows_captions: body.showsCaptions,
        });
        ctx.status = 201;
        ctx.set("Cache-Control", "no-store");
        ctx.body = { ...present(link), url: `${siteOrigin}/s/${token}` };
      },
    }),
    defineRoute({
      method: "patch",
      path: "/v1/share-links/{id}",
      operationId: "updateShareLink",
      summary: "Change a link's password, end, or what it allows. Who gave the old password has to give the new one",
      access: access.user("shares:write"),
      params: schema.linkParams,
      body: schema.linkChange,
      responses: { 200: { description: "The link", schema: schema.shareLink } },
      problems: { 404: "link_not_found", 422: "already_expired, not_an_album" },
      handler: async (ctx, { params, body }) => {
        requireFuture(body.expiresAt ?? null);
        const link = await updateShareLink(db, {
          linkId: params.id,
          ownerId: ownerOf(ctx),
          change: {
            ...(body.password === undefined ? {} : { password_hash: body.password === null ? null : await hashPassword(body.password) }),
            ...(body.expiresAt === undefined ? {} : { expires_at: body.expiresAt === null ? null : new Date(body.expiresAt) }),
            ...(body.allowsUpload === undefined ? {} : { allows_upload: body.allowsUpload }),
            ...(body.allowsDownload === undefined ? {} : { allows_download: body.allowsDownload }),
            ...(body.downloadsPlace === undefined ? {} : { download_place: body.downloadsPlace }),
            ...(body.showsCaptions === undefined ? {} : { shows_captions: body.showsCaptions }),
          },
        });
        if (!link) throw new ProblemError(404, "link_not_found", `You have no link ${params.id}, or have revoked it.`);
        ctx.body = present(link);
      },
    }),
    defineRoute({
      method: "delete",
      path: "/v1/share-links/{id}",
      operationId: "revokeShareLink",
      summary: "Revoke a link for good. Pages that show it stop at once, URLs of its pictures within minutes",
      access: access.user("shares:write"),
      params: schema.linkParams,
      responses: { 204: { description: "It is revoked, or was not there" } },
      handler: async (ctx, { params }) => {
        await revokeShareLink(db, { linkId: params.id, ownerId: ownerOf(ctx) });
        ctx.status = 204;
      },
    }),
  ];

  /** Sharing shows others' media too where an album has them: only its owner decides on that. */
  async function requireOwn(ownerId: string, target: { albumId?: string | undefined; mediaId?: string | undefined }): Promise<void> {
    if (target.albumId !== undefined) {
      const found = await findAlbum(db, { albumId: target.albumId, accountId: ownerId });
      if (!found) throw new ProblemError(404, "album_not_found", `There is no album ${target.albumId}.`);
      requireRight(decideRights(found.role, found.album), "manage");
    } else if (target.mediaId !== undefined && !(await getMedia(db, { id: target.mediaId, ownerId }))) {
      throw new ProblemError(404, "media_not_found", `There is no media ${target.mediaId}.`);
    }
  }

  function requireFuture(expiresAt: string | null): void {
    if (expiresAt !== null && new Date(expiresAt) <= now()) {
      throw new ProblemError(422, "already_expired", "The link would end before it begins. Choose a later time.");
    }
  }
}
