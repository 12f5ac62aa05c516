import { control, map as createMap, type Map as LeafletMap, tileLayer } from "leaflet";
import "leaflet/dist/leaflet.css";
import type { SiteConfig } from "../api/media-api.ts";
import { messages } from "../messages.ts";
import "../styles/map.css";
import { type MapArea, type MapView, nearestCopy, zoomLimits } from "./map-view.ts";
import { drawOutline } from "./outline.ts";
import { placePx } from "./place-on-map.ts";

/** Where Web Mercator ends; around the world a map goes on and on. */
const world: [[number, number], [number, number]] = [
  [-85.06, -100_000],
  [85.06, 100_000],
];

/** A map of the world in an element: of the server's tiles where the site has one, else of outlines. Remove it when it goes. */
export function createWorldMap(element: HTMLElement, tiles: SiteConfig["mapTiles"]): LeafletMap {
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  // About as high as the map: above and below the world is nothing.
  const minZoom = Math.max(zoomLimits.min, Math.floor(Math.log2(element.clientHeight / 256)));
  const map = createMap(element, {
    minZoom,
    maxZoom: zoomLimits.max,
    worldCopyJump: true,
    maxBounds: world,
    maxBoundsViscosity: 1,
    zoomControl: false,
    // Said beside the map, as text of the page.
    attributionControl: false,
    zoomAnimation: !isCalm,
    fadeAnimation: !isCalm,
    markerZoomAnimation: !isCalm,
    inertia: !isCalm,
  });
  map.setView([20, 0], minZoom, { animate: false });
  control.zoom({ zoomInTitle: messages.map.zoomIn, zoomOutTitle: messages.map.zoomOut }).addTo(map);
  if (tiles) tileLayer(tiles.url, { maxZoom: zoomLimits.max, referrerPolicy: "origin" }).addTo(map);
  else drawOutline(map).catch((error: unknown) => console.info("The outlines of the map could not be loaded.", error));
  return map;
}

/** Moves the map so that an area is in view, in the copy of the world that is nearest. */
export function showArea(map: LeafletMap, area: MapArea, options: { maxZoom: number; animate?: boolean }): void {
  const middle = (area.west + area.east) / 2;
  const shift = nearestCopy(middle, map.getCenter().lng) - middle;
  const corners: [[number, number], [number, number]] = [
    [area.south, area.west + shift],
    [area.north, area.east + shift],
  ];
  map.fitBounds(corners, { padding: [placePx, placePx], ...options });
}

/** What a map shows, to the pixel. */
export function viewOf(map: LeafletMap): MapView {
  const { lat, lng } = map.getCenter();
  return { latitude: lat, longitude: lng, zoom: map.getZoom() };
}

export function boundsOf(map: LeafletMap): MapArea {
  const bounds = map.getBounds();
  return { south: bounds.getSouth(), west: bounds.getWest(), north: bounds.getNorth(), east: bounds.getEast() };
}
