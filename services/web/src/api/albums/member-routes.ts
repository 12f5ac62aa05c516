import { access, accountNames, findAccountByEmail, listMembers, removeMember, setMember } from "@mediashare/core";
import { defineRoute, ProblemError, type Route } from "@mediashare/kit";
import type { AlbumDeps } from "./album-deps.ts";
import { requireRight } from "./decide-rights.ts";
import { openAlbum } from "./open-album.ts";
import * as schema from "./schema.ts";

/** People in one album: enough for a family or a club, and few enough to be shown on one page. */
const mostMembers = 500;

export function memberRoutes({ db }: AlbumDeps): Route[] {
  const presentMembers = async (albumId: string) => {
    const rows = await listMembers(db, albumId);
    const names = await accountNames(
      db,
      rows.map(({ account_id }) => account_id),
    );
    return rows.map(({ account_id: id, role, created_at }) => ({
      person: { id, name: names.get(id) ?? "" },
      role,
      since: created_at.toISOString(),
    }));
  };

  return [
    defineRoute({
      method: "get",
      path: "/v1/albums/{id}/members",
      operationId: "listAlbumMembers",
      summary: "Who was let into an album, besides its owner",
      access: access.user("albums:read"),
      params: schema.albumParams,
      responses: { 200: { description: "All of them", schema: schema.members } },
      problems: { 404: "album_not_found" },
      handler: async (ctx, { params }) => {
        await openAlbum(ctx, db, params.id);
        ctx.body = { items: await presentMembers(params.id) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/albums/{id}/members",
      operationId: "addAlbumMember",
      summary: "Let somebody who has an account here into an album",
      access: access.user("albums:write"),
      params: schema.albumParams,
      body: schema.newMember,
      responses: { 200: { description: "All members", schema: schema.members } },
      problems: { 403: "role_too_low", 404: "album_not_found", 409: "too_many_members", 422: "no_such_account, is_owner" },
      handler: async (ctx, { params, body }) => {
        const { album } = await openAlbum(ctx, db, params.id, "manage");
        const account = await findAccountByEmail(db, body.email);
        if (account?.state !== "active") throw new ProblemError(422, "no_such_account", "Nobody here has this e-mail address.");
        if (account.id === album.owner_id) throw new ProblemError(422, "is_owner", "The album is yours already.");
        if ((await listMembers(db, params.id)).length >= mostMembers) {
          throw new ProblemError(409, "too_many_members", `An album has at most ${mostMembers} members. Share it by a link.`);
        }
        await setMember(db, { albumId: params.id, accountId: account.id, role: body.role });
        ctx.body = { items: await presentMembers(params.id) };
      },
    }),
    defineRoute({
      method: "patch",
      path: "/v1/albums/{id}/members/{accountId}",
      operationId: "changeAlbumMember",
      summary: "Change what a member may do",
      access: access.user("albums:write"),
      params: schema.memberParams,
      body: schema.memberChange,
      responses: { 200: { description: "All members", schema: schema.members } },
      problems: { 403: "role_too_low", 404: "album_not_found, member_not_found" },
      handler: async (ctx, { params, body }) => {
        await openAlbum(ctx, db, params.id, "manage");
        const known = (await listMembers(db, params.id)).some(({ account_id }) => account_id === params.accountId);
        if (!known) throw new ProblemError(404, "member_not_found", `The album has no member ${params.accountId}.`);
        await setMember(db, { albumId: params.id, accountId: params.accountId, role: body.role });
        ctx.body = { items: await presentMembers(params.id) };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/v1/albums/{id}/members/{accountId}",
      operationId: "removeAlbumMember",
      summary: "Take a member out of an album, or leave it oneself. What the member added goes with them",
      access: access.user("albums:write"),
      params: schema.memberParams,
      responses: { 204: { description: "They are no member (any more)" } },
      problems: { 403: "role_too_low", 404: "album_not_found" },
      handler: async (ctx, { params }) => {
        const { accountId, rights } = await openAlbum(ctx, db, params.id);
        if (accountId !== params.accountId) requireRight(rights, "manage");
        await removeMember(db, { albumId: params.id, accountId: params.accountId });
        ctx.status = 204;
      },
    }),
  ];
}
