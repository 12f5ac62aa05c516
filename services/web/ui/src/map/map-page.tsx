import { useQuery } from "@tanstack/react-query";
import type { Map as LeafletMap } from "leaflet";
import { useEffect, useMemo, useState } from "react";
import type { MediaPlace } from "../../../src/api/places/schema.ts";
import { configQuery } from "../api/queries.ts";
import { LinkedText } from "../components/linked-text.tsx";
import { announce } from "../hooks/announce.ts";
import { navigate, openMedia } from "../hooks/use-route.ts";
import { EmptyPage } from "../lists/empty-page.tsx";
import { PageHeading } from "../lists/page-heading.tsx";
import { messages } from "../messages.ts";
import type { PageProps } from "../pages.ts";
import { searchPath } from "../search/search-query.ts";
import { TimelineError } from "../timeline/timeline-error.tsx";
import { useOfferItems } from "../viewer/viewer-items.ts";
import { choosePlace } from "./choose-place.ts";
import { MapCanvas } from "./map-canvas.tsx";
import { allPlacesQuery, placesQuery } from "./map-queries.ts";
import { formatArea, type MapArea, type MapView, mapPath, parseView, unionOf } from "./map-view.ts";
import { PlaceList } from "./place-list.tsx";
import { showArea, viewOf } from "./world-map.ts";

const text = messages.map;
const none: readonly MediaPlace[] = [];
const nothing = () => undefined;

/** Where the photos and videos were taken. The address has what is seen of the map. */
export default function MapPage({ route }: PageProps) {
  const config = useQuery(configQuery);
  const all = useQuery(allPlacesQuery);
  const everything = useMemo(() => unionOf((all.data?.places ?? []).map(({ area }) => area)), [all.data]);
  const error = config.error ?? all.error;
  return (
    <div className="map-page">
      <PageHeading title={text.title} />
      {config.data && everything ? (
        <MapOfPlaces route={route} everything={everything} tiles={config.data.mapTiles} />
      ) : error ? (
        <TimelineError error={error} onRetry={() => void Promise.all([config.refetch(), all.refetch()])} />
      ) : all.data ? (
        <EmptyPage icon="map" title={text.emptyTitle} text={text.emptyText} />
      ) : (
        <div className="page-loading" role="status" aria-label={messages.loading} />
      )}
    </div>
  );
}

interface MapOfPlacesProps extends PageProps {
  everything: MapArea;
  tiles: { url: string; attribution: string } | null;
}

function MapOfPlaces({ route, everything, tiles }: MapOfPlacesProps) {
  const view = useMemo(() => parseView(route.search), [route.search]);
  const [seen, setSeen] = useState<{ bounds: MapArea; zoom: number }>();
  const { data, isPending, isPlaceholderData } = useQuery({
    ...placesQuery(seen?.bounds ?? everything, seen?.zoom ?? 1),
    enabled: seen !== undefined,
  });
  const places = data?.places ?? none;
  const covers = useMemo(() => places.map(({ cover }) => cover), [places]);
  useOfferItems(covers, isPending, nothing);
  useEffect(() => {
    if (isPlaceholderData || places === none) return;
    announce(
      text.shown(
        places.reduce((sum, { count }) => sum + count, 0),
        places.length,
      ),
    );
  }, [places, isPlaceholderData]);

  const onMove = (next: MapView, bounds: MapArea) => {
    setSeen({ bounds, zoom: next.zoom });
    // Not while the viewer stands over the map.
    if (window.location.pathname === "/map") navigate(mapPath(next), { replace: true });
  };
  const onChoose = (place: MediaPlace, map: LeafletMap) => {
    const choice = choosePlace(place, viewOf(map).zoom);
    if (choice === "open") openMedia(place.cover.id);
    else if (choice === "list") navigate(searchPath({ area: formatArea(place.area) }));
    else showArea(map, place.area, { maxZoom: map.getMaxZoom() });
    return choice;
  };
  return (
    <>
      <div className="map-layout">
        <MapCanvas view={view} everything={everything} places={places} tiles={tiles} onMove={onMove} onChoose={onChoose} />
        <PlaceList places={places} />
      </div>
      <p className="fine-print">
        <LinkedText text={`${tiles ? `${tiles.attribution}. ` : text.outline}${text.names}`} />
      </p>
    </>
  );
}
