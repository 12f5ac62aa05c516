import { DivIcon, LatLng, LayerGroup, type Map as LeafletMap, Marker, point } from "leaflet";
import type { MediaPlace } from "../../../src/api/places/schema.ts";
import { number } from "../messages/counts.ts";
import { toImageSources } from "../timeline/image-sources.ts";
import { thumbhashUrl } from "../timeline/thumbhash-url.ts";
import { describePlace } from "./describe-place.ts";
import { nearestCopy } from "./map-view.ts";
import { insideCell, placePx } from "./place-on-map.ts";

/** The places on a map, as round pictures. Those that stay are left as they are, so that no picture flickers and no focus is lost. */
export class PlaceLayer {
  readonly #map: LeafletMap;
  readonly #group: LayerGroup;
  readonly #onChoose: (place: MediaPlace, byKeyboard: boolean) => void;
  #shown = new Map<string, Marker>();

  constructor(map: LeafletMap, onChoose: (place: MediaPlace, byKeyboard: boolean) => void) {
    this.#map = map;
    this.#group = new LayerGroup().addTo(map);
    this.#onChoose = onChoose;
  }

  show(places: readonly MediaPlace[]): void {
    const next = new Map<string, Marker>();
    for (const place of places) {
      const position = this.#positionOf(place);
      const key = JSON.stringify([place.cover.id, place.count, position.lat, position.lng, place.cover.images.length]);
      next.set(key, this.#shown.get(key) ?? this.#add(place, position));
    }
    for (const [key, marker] of this.#shown) if (!next.has(key)) this.#group.removeLayer(marker);
    this.#shown = next;
  }

  #positionOf({ latitude, longitude }: MediaPlace): LatLng {
    const zoom = this.#map.getZoom();
    const { x, y } = insideCell(this.#map.project(new LatLng(latitude, longitude), zoom));
    const { lat, lng } = this.#map.unproject(point(x, y), zoom);
    return new LatLng(lat, nearestCopy(lng, this.#map.getCenter().lng));
  }

  #add(place: MediaPlace, position: LatLng): Marker {
    const button = buildButton(place);
    button.addEventListener("focus", () => this.#map.panInside(position, { padding: [placePx, placePx] }));
    const icon = new DivIcon({ html: button, className: "map-place-box", iconSize: [placePx, placePx] });
    const marker = new Marker(position, { icon, keyboard: false, riseOnHover: true });
    // By the map, which knows a press from the end of a drag.
    marker.on("click", ({ originalEvent }) => this.#onChoose(place, originalEvent.detail === 0));
    return marker.addTo(this.#group);
  }
}

function buildButton(place: MediaPlace): HTMLButtonElement {
  const { cover, count } = place;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "map-place";
  button.dataset.count = String(count);
  button.setAttribute("aria-label", describePlace(place));
  if (cover.thumbhash) button.style.backgroundImage = `url(${thumbhashUrl(cover.thumbhash)})`;
  const sources = toImageSources(cover.images);
  if (sources) {
    const image = document.createElement("img");
    image.alt = "";
    image.sizes = `${placePx}px`;
    image.srcset = sources.modern?.srcSet ?? sources.srcSet;
    image.src = sources.src;
    image.draggable = false;
    button.append(image);
  }
  if (count > 1) {
    const badge = document.createElement("span");
    badge.className = "map-count";
    badge.textContent = number.format(count);
    button.append(badge);
  }
  return button;
}
