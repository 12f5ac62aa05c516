import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchPlaces } from "../api/media-api.ts";
import { placesKey } from "../api/queries.ts";
import { formatArea, type MapArea, toWorldArea } from "./map-view.ts";

/** All of the world, as the map is first fitted to it. */
export const allPlacesQuery = queryOptions({
  queryKey: [...placesKey, "all"],
  queryFn: ({ signal }) => fetchPlaces({ zoom: "1" }, signal),
});

/** The places of what is seen; those before stay until they are there. */
export const placesQuery = (bounds: MapArea, zoom: number) => {
  const query = { area: formatArea(toWorldArea(bounds)), zoom: String(zoom) };
  return queryOptions({
    queryKey: [...placesKey, query],
    queryFn: ({ signal }) => fetchPlaces(query, signal),
    placeholderData: keepPreviousData,
  });
};
