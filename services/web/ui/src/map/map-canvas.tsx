import type { Map as LeafletMap } from "leaflet";
import { useEffect, useEffectEvent, useId, useRef } from "react";
import type { MediaPlace } from "../../../src/api/places/schema.ts";
import type { SiteConfig } from "../api/media-api.ts";
import { messages } from "../messages.ts";
import type { PlaceChoice } from "./choose-place.ts";
import { type MapArea, type MapView, mapPath, placeZoom } from "./map-view.ts";
import { PlaceLayer } from "./place-layer.ts";
import type { Seen } from "./use-places.ts";
import { boundsOf, createWorldMap, showArea, viewOf } from "./world-map.ts";

interface MapCanvasProps {
  /** What it shows, and goes to when this changes; undefined: all of `everything`, when that is known. */
  view: MapView | undefined;
  everything: MapArea | undefined;
  places: readonly MediaPlace[];
  /** The media that is looked for. */
  chosenId: string | undefined;
  tiles: SiteConfig["mapTiles"];
  /** The map shows something else, or is there. */
  onMove: (view: MapView, seen: Seen) => void;
  onChoose: (place: MediaPlace, map: LeafletMap) => PlaceChoice;
}

export function MapCanvas({ view, everything, places, chosenId, tiles, onMove, onChoose }: MapCanvasProps) {
  const element = useRef<HTMLElement>(null);
  const shown = useRef<{ map: LeafletMap; layer: PlaceLayer; isPlaced: boolean } | undefined>(undefined);
  const hintId = useId();
  const moved = useEffectEvent(onMove);
  const chosen = useEffectEvent(onChoose);

  useEffect(() => {
    const box = element.current;
    if (!box) return undefined;
    const map = createWorldMap(box, tiles);
    const layer = new PlaceLayer(map, (place, byKeyboard) => {
      const choice = chosen(place, map);
      // The button goes when the map comes closer: the focus must not go with it.
      if (choice === "zoom" && byKeyboard) box.focus({ preventScroll: true });
    });
    const made = { map, layer, isPlaced: false };
    shown.current = made;
    map.on("moveend", () => {
      if (!made.isPlaced) return;
      layer.follow();
      moved(viewOf(map), { bounds: boundsOf(map), zoom: map.getZoom() });
    });
    const observer = new ResizeObserver(() => map.invalidateSize());
    observer.observe(box);
    return () => {
      observer.disconnect();
      shown.current = undefined;
      map.off("moveend").remove();
    };
  }, [tiles]);

  useEffect(() => {
    if (!shown.current) return;
    const { map, isPlaced: animate } = shown.current;
    shown.current.isPlaced ||= view !== undefined || everything !== undefined;
    if (!view) {
      if (everything) showArea(map, everything, { maxZoom: placeZoom(tiles), animate });
    } else if (!animate || mapPath(viewOf(map)) !== mapPath(view)) {
      map.setView([view.latitude, view.longitude], view.zoom, { animate });
    }
  }, [view, everything, tiles]);

  useEffect(() => shown.current?.layer.show(places, chosenId), [places, chosenId]);

  useEffect(() => {
    // From a photo's details to a map that was there already: the link is gone, and the focus with it.
    if (chosenId !== undefined && document.activeElement === document.body) element.current?.focus({ preventScroll: true });
  }, [chosenId]);

  return (
    <>
      <section ref={element} className="map-canvas" aria-label={messages.map.label} aria-describedby={hintId} />
      <p id={hintId} className="visually-hidden">
        {messages.map.hint}
      </p>
    </>
  );
}
