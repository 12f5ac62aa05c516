import type { Map as LeafletMap } from "leaflet";
import { useEffect, useMemo, useState } from "react";
import type { MediaPlace } from "../../../src/api/places/schema.ts";
import type { SiteConfig } from "../api/media-api.ts";
import { LinkedText } from "../components/linked-text.tsx";
import { announce } from "../hooks/announce.ts";
import { navigate, openMedia } from "../hooks/use-route.ts";
import { EmptyPage } from "../lists/empty-page.tsx";
import { messages } from "../messages.ts";
import { searchPath } from "../search/search-query.ts";
import { TimelineError } from "../timeline/timeline-error.tsx";
import { useOfferItems } from "../viewer/viewer-items.ts";
import { choosePlace } from "./choose-place.ts";
import { describePoint } from "./describe-place.ts";
import { MapCanvas } from "./map-canvas.tsx";
import { formatArea, isInView, type MapView, mapPath, parseChosen, parseView } from "./map-view.ts";
import { PlaceList } from "./place-list.tsx";
import { type Seen, usePlaces } from "./use-places.ts";
import { showArea, viewOf } from "./world-map.ts";

const text = messages.map;
const none: readonly MediaPlace[] = [];
const nothing = () => undefined;

/** A map of places with a list of those in view. @param search of the page's address */
export function MapOfPlaces({ search, tiles }: { search: string; tiles: SiteConfig["mapTiles"] }) {
  const view = useMemo(() => parseView(search), [search]);
  const chosenId = parseChosen(search);
  const [seen, setSeen] = useState<Seen>();
  const { places, everything, isEmpty, isOld, error, retry } = usePlaces(view, seen, chosenId);
  const inView = useMemo(() => (seen ? places?.filter((place) => isInView(place, seen.bounds)) : undefined), [places, seen]);
  const covers = useMemo(() => (inView ?? none).map(({ cover }) => cover), [inView]);
  useOfferItems(covers, inView === undefined, nothing);
  useEffect(() => {
    if (inView && !isOld) announce(describeView(inView, chosenId));
  }, [inView, isOld, chosenId]);

  const onMove = (next: MapView, shown: Seen) => {
    setSeen(shown);
    // Not while the viewer stands over the map.
    if (window.location.pathname === "/map") navigate(mapPath(next, chosenId), { replace: true });
  };
  const onChoose = (place: MediaPlace, map: LeafletMap) => {
    const choice = choosePlace(place, viewOf(map).zoom);
    if (choice === "open") openMedia(place.cover.id);
    else if (choice === "list") navigate(searchPath({ area: formatArea(place.area) }));
    else showArea(map, place.area, { maxZoom: map.getMaxZoom() });
    return choice;
  };
  if (isEmpty) return <EmptyPage icon="map" title={text.emptyTitle} text={text.emptyText} />;
  return (
    <>
      <div className="map-layout">
        <div className="map-frame">
          <MapCanvas {...{ view, everything, chosenId, tiles, onMove, onChoose }} places={places ?? none} />
          {error ? (
            <div className="map-error">
              <TimelineError error={error} onRetry={retry} />
            </div>
          ) : (
            (!inView || isOld) && (
              <p className="map-wait" role="status">
                {text.loading}
              </p>
            )
          )}
        </div>
        <PlaceList places={inView} chosenId={chosenId} failed={error !== null} />
      </div>
      <p className="fine-print">
        <LinkedText text={`${tiles ? `${tiles.attribution}. ` : text.outline}${text.names}`} />
      </p>
    </>
  );
}

/** What is in view, and first of all what is looked for. */
function describeView(places: readonly MediaPlace[], chosenId: string | undefined): string {
  const count = text.shown(
    places.reduce((sum, place) => sum + place.count, 0),
    places.length,
  );
  const chosen = places.find(({ cover }) => cover.id === chosenId);
  return chosen ? `${text.chosen(chosen.cover.fileName, chosen.name ?? describePoint(chosen))} ${count}` : count;
}
