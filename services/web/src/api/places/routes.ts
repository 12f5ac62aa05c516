import { access, listPlaces, type PlaceCell, planGrid } from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";
import { z } from "zod";
import { ownerOf } from "../../owner.ts";
import { mapCellsPerTile } from "../../site/map-cells.ts";
import { roundOut, toArea } from "../media/area.ts";
import type { MediaDeps } from "../media/media-deps.ts";
import { presentSummaries } from "../media/present-page.ts";
import type { MediaSummary } from "../media/schema.ts";
import { type MediaPlace, mediaPlace, placesQuery } from "./schema.ts";

export function mediaPlaceRoutes(deps: MediaDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/v1/media/places",
      operationId: "listMediaPlaces",
      summary: "Where the media were taken, gathered into cells of a map as wide as a picture; at most 400",
      access: access.user("media:read"),
      query: placesQuery,
      responses: { 200: { description: "The cells, the fullest first", schema: z.object({ places: z.array(mediaPlace) }) } },
      handler: async (ctx, { query }) => {
        const cells = await listPlaces(deps.db, { ownerId: ownerOf(ctx), grid: planGrid(toArea(query.area), query.zoom, mapCellsPerTile) });
        const covers = presentSummaries(
          deps,
          cells.map(({ cover }) => cover),
        );
        ctx.set("Cache-Control", "private, no-cache");
        ctx.body = { places: cells.map((cell, index) => presentPlace(cell, covers[index] as MediaSummary)) };
      },
    }),
  ];
}

function presentPlace({ latitude, longitude, items, area, cover: row }: PlaceCell, cover: MediaSummary): MediaPlace {
  return { latitude, longitude, count: items, area: roundOut(area), name: row.place_name || null, cover };
}
