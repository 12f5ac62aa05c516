import { access } from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";
import { z } from "zod";
import { ownerOf } from "../../owner.ts";
import type { AccountDeps } from "../account/account-deps.ts";

const uploadToken = z
  .object({
    token: z.string().meta({ description: "For the upload endpoint, as `Authorization: Bearer …`" }),
    expiresAt: z.iso.datetime().meta({ description: "Ask for the next one before; a request that has begun is not cut off" }),
  })
  .meta({ id: "UploadToken" });

export function uploadTokenRoutes({ uploadTokens, now }: Pick<AccountDeps, "uploadTokens" | "now">): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/v1/upload-token",
      operationId: "createUploadToken",
      summary: "A short-lived token for the upload endpoint, which is another host and does not see the site's cookie",
      access: access.user("media:write"),
      responses: { 200: { description: "The token", schema: uploadToken } },
      handler: async (ctx) => {
        const { token, expiresAt } = await uploadTokens.sign(ownerOf(ctx), now());
        ctx.set("Cache-Control", "no-store");
        ctx.body = { token, expiresAt: expiresAt.toISOString() };
      },
    }),
  ];
}
