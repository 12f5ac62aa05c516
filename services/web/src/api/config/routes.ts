import { acceptedContentTypes } from "@mediashare/contract";
import { access } from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";
import { z } from "zod";

const siteConfig = z
  .object({
    uploadUrl: z.url().meta({ description: "Base URL of the upload endpoint" }),
    maxUploadSizeBytes: z.int().positive(),
    acceptedContentTypes: z.array(z.string()),
  })
  .meta({ id: "SiteConfig" });

export interface SiteSettings {
  readonly uploadUrl: string;
  readonly maxUploadSizeBytes: number;
}

export function configRoutes({ uploadUrl, maxUploadSizeBytes }: SiteSettings): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/v1/config",
      operationId: "getConfig",
      summary: "What a client needs to know before it uploads",
      access: access.anyone,
      responses: { 200: { description: "The settings", schema: siteConfig } },
      handler: async (ctx) => {
        ctx.set("Cache-Control", "no-cache");
        ctx.body = { uploadUrl, maxUploadSizeBytes, acceptedContentTypes: Object.keys(acceptedContentTypes) };
      },
    }),
  ];
}
