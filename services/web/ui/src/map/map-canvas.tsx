import type { Map as LeafletMap } from "leaflet";
import { useEffect, useEffectEvent, useId, useRef } from "react";
import type { MediaPlace } from "../../../src/api/places/schema.ts";
import type { SiteConfig } from "../api/media-api.ts";
import { messages } from "../messages.ts";
import type { PlaceChoice } from "./choose-place.ts";
import { type MapArea, type MapView, mapPath } from "./map-view.ts";
import { PlaceLayer } from "./place-layer.ts";
import { boundsOf, createWorldMap, showArea, viewOf } from "./world-map.ts";

interface MapCanvasProps {
  /** What it shows, and goes to when this changes; undefined: all of `everything`. */
  view: MapView | undefined;
  everything: MapArea;
  places: readonly MediaPlace[];
  tiles: SiteConfig["mapTiles"];
  /** The map shows something else, or is there. */
  onMove: (view: MapView, bounds: MapArea) => void;
  onChoose: (place: MediaPlace, map: LeafletMap) => PlaceChoice;
}

/** As near as this a single photo is shown when all of the map is. */
const closestOfAll = 12;

export function MapCanvas({ view, everything, places, tiles, onMove, onChoose }: MapCanvasProps) {
  const element = useRef<HTMLElement>(null);
  const shown = useRef<{ map: LeafletMap; layer: PlaceLayer } | undefined>(undefined);
  const hintId = useId();
  const moved = useEffectEvent(onMove);
  const chosen = useEffectEvent(onChoose);
  const show = useEffectEvent((map: LeafletMap, animate: boolean) => {
    if (view) map.setView([view.latitude, view.longitude], view.zoom, { animate });
    else showArea(map, everything, { maxZoom: closestOfAll, animate });
  });

  useEffect(() => {
    const box = element.current;
    if (!box) return undefined;
    const map = createWorldMap(box, tiles);
    const layer = new PlaceLayer(map, (place, byKeyboard) => {
      const choice = chosen(place, map);
      // The button goes when the map comes closer: the focus must not go with it.
      if (choice === "zoom" && byKeyboard) box.focus({ preventScroll: true });
    });
    shown.current = { map, layer };
    map.on("moveend", () => moved(viewOf(map), boundsOf(map)));
    show(map, false);
    const observer = new ResizeObserver(() => map.invalidateSize());
    observer.observe(box);
    return () => {
      observer.disconnect();
      shown.current = undefined;
      map.off("moveend").remove();
    };
  }, [tiles]);

  useEffect(() => {
    const map = shown.current?.map;
    if (map && (!view || mapPath(viewOf(map)) !== mapPath(view))) show(map, true);
  }, [view]);

  useEffect(() => shown.current?.layer.show(places), [places]);

  return (
    <>
      <section ref={element} className="map-canvas" aria-label={messages.map.label} aria-describedby={hintId} />
      <p id={hintId} className="visually-hidden">
        {messages.map.hint}
      </p>
    </>
  );
}
