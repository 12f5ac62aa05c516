import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchPlaces } from "../api/media-api.ts";
import { freshMs, placesKey } from "../api/queries.ts";
import { gatherPlaces } from "./gather-places.ts";
import { formatArea, type MapArea, toWorldArea } from "./map-view.ts";

/** Up to here all of the world is asked for, once: its cells are 144 at most, and whatever is then seen of it is among them. */
export const worldZoom = 2;
const world: MapArea = { south: -90, west: -180, north: 90, east: 180 };

/** The places of what is seen; those before stay until they are there. */
export function placesQuery(bounds: MapArea, zoom: number) {
  const query = zoom <= worldZoom ? worldRequest : { area: formatArea(toWorldArea(bounds)), zoom: String(zoom) };
  return queryOptions({
    queryKey: [...placesKey, query],
    queryFn: async ({ signal }) => (await fetchPlaces(query, signal)).places,
    select: (places) => gatherPlaces(places, zoom),
    placeholderData: keepPreviousData,
    // Whatever changes a place tells of it.
    staleTime: freshMs,
    refetchInterval: freshMs,
  });
}

const worldRequest = { area: formatArea(world), zoom: String(worldZoom) };

/** Where there is anything at all: what the map is first fitted to. */
export const worldQuery = placesQuery(world, worldZoom);
