import { access, countShareView, principalOf, type ShareLinkRow } from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import type { Context } from "koa";
import { z } from "zod";
import { verifyPassword } from "../../accounts/password.ts";
import { cutPage, decodePosition } from "../albums/cursor.ts";
import { itemsQuery } from "../albums/schema.ts";
import { isNewVisit, limitGuesses } from "./limits.ts";
import { linkCookies } from "./link-cookies.ts";
import { openShare, standingShare } from "./open-share.ts";
import * as schema from "./schema.ts";
import type { ShareDeps } from "./share-deps.ts";
import { getSharedItem, listSharedItems, presentShared, presentSharedDetail, presentSharedItems } from "./shared-items.ts";
import { renderProof, unlockedMs } from "./unlock-proof.ts";

const orderKey = z.string().max(100);

/** What every answer about a link can be. */
export const shareProblems = { 403: "password_required", 404: "share_not_found", 410: "share_revoked, share_expired" };

/** What whoever has a link may do, without an account. */
export function sharedRoutes(deps: ShareDeps): Route[] {
  const { db, shareSigner, now, siteOrigin } = deps;
  const cookies = linkCookies(siteOrigin);
  const open = (ctx: Context, token: string) => openShare(ctx, { db, now, cookies }, token);
  const keepUnlocked = (ctx: Context, token: string, { id, password_hash }: ShareLinkRow): void => {
    if (password_hash !== null) cookies.set(ctx, "share_unlock", token, renderProof({ id, password_hash }, now()), unlockedMs);
  };

  return [
    defineRoute({
      method: "get",
      path: "/v1/shared/{token}",
      operationId: "getShared",
      summary: "What a link shares",
      access: access.link,
      params: schema.tokenParams,
      responses: { 200: { description: "What is shared", schema: schema.shared } },
      problems: shareProblems,
      handler: async (ctx, { params: { token } }) => {
        const link = await open(ctx, token);
        keepUnlocked(ctx, token, link);
        ctx.set("Cache-Control", "private, no-store");
        ctx.body = await presentShared(deps, link);
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/shared/{token}/unlock",
      operationId: "unlockShared",
      summary: "Give a link's password. A cookie for this link remembers it for an hour",
      access: access.link,
      params: schema.tokenParams,
      body: schema.unlock,
      responses: { 204: { description: "It is the right one, or none is needed" } },
      problems: { ...shareProblems, 403: "wrong_password", 429: "too_many_requests" },
      handler: async (ctx, { params: { token }, body }) => {
        const link = await standingShare(deps, token);
        if (link.password_hash !== null) {
          await limitGuesses(db, link.id, ctx.ip);
          const matches = await verifyPassword(link.password_hash, body.password);
          if (!matches) throw new ProblemError(403, "wrong_password", "That is not the password of this link.");
          keepUnlocked(ctx, token, link);
        }
        ctx.status = 204;
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/shared/{token}/items",
      operationId: "listSharedItems",
      summary: "The items that a link shares, a page at a time",
      access: access.link,
      params: schema.tokenParams,
      query: itemsQuery,
      responses: { 200: { description: "A page", schema: schema.sharedPage } },
      problems: { ...shareProblems, 400: "invalid_cursor" },
      handler: async (ctx, { params: { token }, query }) => {
        const link = await open(ctx, token);
        const after = decodePosition(query.cursor, orderKey);
        const rows = await listSharedItems(deps, link, { after, limit: query.limit + 1 });
        const { page, nextCursor } = cutPage(rows, query.limit, ({ order_key }) => order_key);
        ctx.set("Cache-Control", "private, no-store");
        ctx.body = {
          items: presentSharedItems(deps, link, page),
          nextCursor,
          urlsExpireAt: shareSigner.expiryAt(now()).toISOString(),
        };
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/shared/{token}/items/{itemId}",
      operationId: "getSharedItem",
      summary: "One shared item, with what a player needs",
      access: access.link,
      params: schema.sharedItemParams,
      responses: { 200: { description: "The item", schema: schema.sharedItemDetail } },
      problems: { ...shareProblems, 404: "share_not_found, item_not_found" },
      handler: async (ctx, { params: { token, itemId } }) => {
        const link = await open(ctx, token);
        const item = await getSharedItem(deps, link, itemId);
        if (!item) throw new ProblemError(404, "item_not_found", "This item is not shared (any more).");
        ctx.set("Cache-Control", "private, no-store");
        ctx.body = await presentSharedDetail(deps, link, item);
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/shared/{token}/views",
      operationId: "countSharedView",
      summary: "Tell that somebody looks at what is shared. A visitor counts once in half an hour, the owner never",
      access: access.link,
      params: schema.tokenParams,
      responses: { 204: { description: "Noted" } },
      problems: shareProblems,
      handler: async (ctx, { params: { token } }) => {
        const link = await open(ctx, token);
        const principal = principalOf(ctx);
        const isOwner = principal.kind === "user" && principal.accountId === link.owner_id;
        const visitor = { linkId: link.id, token, ip: ctx.ip, userAgent: ctx.get("User-Agent") };
        if (!isOwner && (await isNewVisit(db, visitor))) await countShareView(db, link.id);
        ctx.status = 204;
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/shared/{token}/upload-token",
      operationId: "createSharedUploadToken",
      summary:
        "A short-lived token for `/v1/shared-tus` and `/v1/shared-media` at the upload endpoint, where the link allows visitors to add",
      access: access.link,
      params: schema.tokenParams,
      responses: { 200: { description: "The token", schema: schema.sharedUploadToken } },
      problems: { ...shareProblems, 403: "password_required, upload_off" },
      handler: async (ctx, { params: { token: linkToken } }) => {
        const link = await open(ctx, linkToken);
        if (!link.allows_upload) throw new ProblemError(403, "upload_off", "Adding is turned off for this link.");
        const { token, expiresAt } = await deps.shareUploadTokens.sign(link.id, now());
        ctx.set("Cache-Control", "no-store");
        ctx.body = { token, expiresAt: expiresAt.toISOString() };
      },
    }),
  ];
}
