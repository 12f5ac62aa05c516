import { access } from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";
import { ownerOf } from "../../owner.ts";
import { mediaEvent } from "../media/schema.ts";
import type { EventHub } from "./event-hub.ts";

export function eventRoutes(hub: EventHub): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/v1/events",
      operationId: "streamEvents",
      summary: "Server-sent events: `media` for each change of a media, `resync` when changes may have been missed",
      access: access.user("media:read"),
      responses: { 200: { description: "The stream; it ends only when the server does", events: mediaEvent } },
      handler: async (ctx) => {
        ctx.type = "text/event-stream";
        ctx.set({ "Cache-Control": "no-store", "X-Accel-Buffering": "no" });
        ctx.body = hub.subscribe(ownerOf(ctx));
      },
    }),
  ];
}
