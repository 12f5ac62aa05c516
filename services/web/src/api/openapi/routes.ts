import { readFile } from "node:fs/promises";
import { access } from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";

/** Of the whole API, both fleets'; written by `npm run generate`. From src/api/openapi and from dist/api/openapi alike. */
export const documentFile = new URL("../../../openapi.json", import.meta.url);

export function openApiRoutes(): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/v1/openapi.json",
      operationId: "getOpenApi",
      summary: "This document",
      access: access.anyone,
      responses: { 200: { description: "OpenAPI 3.1", contentType: "application/json" } },
      handler: async (ctx) => {
        ctx.type = "application/json";
        ctx.body = await readFile(documentFile);
      },
    }),
  ];
}
