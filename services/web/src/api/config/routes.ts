import { acceptedContentTypes } from "@mediashare/contract";
import { access } from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";
import { z } from "zod";
import type { MapTiles } from "../../site/map-tiles.ts";

const siteConfig = z
  .object({
    uploadUrl: z.url().meta({ description: "Base URL of the upload endpoint" }),
    maxUploadSizeBytes: z.int().positive(),
    acceptedContentTypes: z.array(z.string()),
    mapTiles: z
      .object({ url: z.string().meta({ description: "With {z}, {x} and {y}" }), attribution: z.string() })
      .nullable()
      .meta({ description: "A server of tiles for maps, where the site has one" }),
  })
  .meta({ id: "SiteConfig" });

export interface SiteSettings {
  readonly uploadUrl: string;
  readonly maxUploadSizeBytes: number;
  readonly mapTiles?: MapTiles | undefined;
}

export function configRoutes({ uploadUrl, maxUploadSizeBytes, mapTiles }: SiteSettings): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/v1/config",
      operationId: "getConfig",
      summary: "What a client needs to know before it uploads, or shows a map",
      access: access.anyone,
      responses: { 200: { description: "The settings", schema: siteConfig } },
      handler: async (ctx) => {
        ctx.set("Cache-Control", "no-cache");
        ctx.body = {
          uploadUrl,
          maxUploadSizeBytes,
          acceptedContentTypes: Object.keys(acceptedContentTypes),
          mapTiles: mapTiles ?? null,
        };
      },
    }),
  ];
}
