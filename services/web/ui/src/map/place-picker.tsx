import { useQuery } from "@tanstack/react-query";
import { DivIcon, type Map as LeafletMap, Marker } from "leaflet";
import { useEffect, useEffectEvent, useId, useRef } from "react";
import type { SiteConfig } from "../api/media-api.ts";
import { configQuery } from "../api/queries.ts";
import { messages } from "../messages.ts";
import { wrapLongitude } from "./map-view.ts";
import { PickerPlace } from "./picker-place.tsx";
import { createWorldMap } from "./world-map.ts";

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

interface PlacePickerProps {
  /** What is chosen so far. */
  place: Point | undefined;
  onPick: (place: Point) => void;
}

const nearZoom = 9;
/** In pixels. The map's own keys are heard at the document, which a dialog lets none through to. */
const steps: Readonly<Record<string, [number, number]>> = {
  ArrowUp: [0, -80],
  ArrowDown: [0, 80],
  ArrowLeft: [-80, 0],
  ArrowRight: [80, 0],
};
const pin = new DivIcon({
  className: "map-pin",
  iconSize: [32, 32],
  iconAnchor: [16, 30],
  html: '<svg viewBox="0 0 24 24" width="32" height="32" aria-hidden="true"><path fill="currentColor" d="M12 1.5a7.5 7.5 0 0 0-7.5 7.5c0 5.6 7.5 13.5 7.5 13.5s7.5-7.9 7.5-13.5A7.5 7.5 0 0 0 12 1.5m0 10.3A2.8 2.8 0 1 1 12 6.2a2.8 2.8 0 0 1 0 5.6"/></svg>',
});

/** A map on which a place is chosen by a press, or by the middle of the map. */
export default function PlacePicker(props: PlacePickerProps) {
  const config = useQuery(configQuery);
  if (config.error)
    return (
      <p className="error-text" role="alert">
        {messages.map.noPicker}
      </p>
    );
  if (!config.data) return <PickerPlace />;
  return <PickerMap {...props} tiles={config.data.mapTiles} />;
}

function PickerMap({ place, onPick, tiles }: PlacePickerProps & { tiles: SiteConfig["mapTiles"] }) {
  const element = useRef<HTMLElement>(null);
  const map = useRef<LeafletMap>(undefined);
  const hintId = useId();
  const pick = useEffectEvent(({ lat, lng }: { lat: number; lng: number }) =>
    onPick({ latitude: round(lat), longitude: round(wrapLongitude(lng)) }),
  );
  const firstPlace = useEffectEvent(() => place);

  useEffect(() => {
    const box = element.current;
    if (!box) return undefined;
    const made = createWorldMap(box, tiles);
    const first = firstPlace();
    if (first) made.setView([first.latitude, first.longitude], nearZoom, { animate: false });
    made.on("click", ({ latlng }) => pick(latlng));
    made.on("keydown", ({ originalEvent: { key, target } }) => {
      if (target !== box) return;
      const step = steps[key];
      if (step) made.panBy(step);
      else if (key === "+" || key === "-") made.setZoom(made.getZoom() + (key === "+" ? 1 : -1));
      else if (key === "Enter") pick(made.getCenter());
    });
    map.current = made;
    return () => {
      map.current = undefined;
      made.remove();
    };
  }, [tiles]);

  const { latitude, longitude } = place ?? {};
  useEffect(() => {
    if (!map.current || latitude === undefined || longitude === undefined) return undefined;
    const marker = new Marker([latitude, longitude], { icon: pin, keyboard: false, interactive: false }).addTo(map.current);
    map.current.panInside([latitude, longitude], { padding: [40, 40] });
    return () => {
      marker.remove();
    };
  }, [latitude, longitude]);

  return (
    <>
      <section ref={element} className="map-canvas map-picker" aria-label={messages.map.pick} aria-describedby={hintId} />
      <p id={hintId} className="fine-print">
        {messages.map.pickHint}
      </p>
    </>
  );
}

/** A metre is enough. */
const round = (degrees: number) => Number(degrees.toFixed(5));
