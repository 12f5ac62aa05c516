import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { MediaPlace } from "../../../src/api/places/schema.ts";
import { mediaQuery } from "../api/queries.ts";
import { fitBox } from "./fit-box.ts";
import { placesQuery, worldQuery } from "./map-queries.ts";
import type { MapArea, MapView } from "./map-view.ts";
import { putFirst } from "./put-first.ts";

/** What a map shows, as its places are asked for. */
export interface Seen {
  readonly bounds: MapArea;
  readonly zoom: number;
}

export interface Places {
  /** Of what is seen and a little around it; undefined before the first have come. */
  readonly places: readonly MediaPlace[] | undefined;
  /** The smallest box with all there are; undefined while that is not known, or need not be. */
  readonly everything: MapArea | undefined;
  /** Nothing says where it was taken. */
  readonly isEmpty: boolean;
  /** These are the places of what was seen before. */
  readonly isOld: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/**
 * The places of a map. All of the world is looked for where the address does not say what to show, or where nothing is in what it says.
 * @param seen undefined until the map shows something
 */
export function usePlaces(view: MapView | undefined, seen: Seen | undefined, chosenId: string | undefined): Places {
  const inView = useQuery({
    ...useMemo(() => (seen ? placesQuery(seen.bounds, seen.zoom) : worldQuery), [seen]),
    enabled: seen !== undefined,
  });
  const hasNone = inView.data?.length === 0 && !inView.isPlaceholderData;
  const world = useQuery({ ...worldQuery, enabled: view === undefined || hasNone });
  const chosen = useQuery({ ...mediaQuery(chosenId ?? ""), enabled: chosenId !== undefined });
  const places = useMemo(() => inView.data && putFirst(inView.data, chosen.data), [inView.data, chosen.data]);
  const everything = useMemo(() => world.data && fitBox(world.data.map(({ area }) => area)), [world.data]);
  const failed = [inView, ...(view ? [] : [world])].find(({ isError, isFetching }) => isError && !isFetching);
  return {
    places,
    everything,
    isEmpty: world.data?.length === 0 && !places?.length,
    isOld: inView.isPlaceholderData,
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  };
}
