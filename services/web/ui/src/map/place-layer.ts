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
  #latest: readonly [places: readonly MediaPlace[], chosenId: string | undefined] = [[], undefined];

  constructor(map: LeafletMap, onChoose: (place: MediaPlace, byKeyboard: boolean) => void) {
    this.#map = map;
    this.#group = new LayerGroup().addTo(map);
    this.#onChoose = onChoose;
  }

  /** @param chosenId the media that is looked for: where it is the cover of a place, that stands out */
  show(places: readonly MediaPlace[], chosenId: string | undefined): void {
    this.#latest = [places, chosenId];
    const next = new Map<string, Marker>();
    for (const place of places) {
      const position = this.#positionOf(place);
      const chosen = place.cover.id === chosenId;
      const key = JSON.stringify([place.cover.id, place.count, place.area, place.name, place.cover.images.length, chosen]);
      next.set(key, this.#shown.get(key)?.setLatLng(position) ?? this.#add(place, position, chosen));
    }
    for (const [key, marker] of this.#shown) if (!next.has(key)) this.#group.removeLayer(marker);
    this.#shown = next;
  }

  /** After a move: where the pictures keep off each other, and which copy of the world is nearest, may have changed. */
  follow(): void {
    this.show(...this.#latest);
  }

  #positionOf({ latitude, longitude }: MediaPlace): LatLng {
    const zoom = this.#map.getZoom();
    const { x, y } = insideCell(this.#map.project(new LatLng(latitude, longitude), zoom));
    const { lat, lng } = this.#map.unproject(point(x, y), zoom);
    return new LatLng(lat, nearestCopy(lng, this.#map.getCenter().lng));
  }

  #add(place: MediaPlace, position: LatLng, chosen: boolean): Marker {
    const button = buildButton(place, chosen);
    const icon = new DivIcon({ html: button, className: "map-place-box", iconSize: [placePx, placePx] });
    const marker = new Marker(position, { icon, keyboard: false, riseOnHover: true, zIndexOffset: chosen ? 10_000 : 0 });
    button.addEventListener("focus", () => this.#map.panInside(marker.getLatLng(), { padding: [placePx, placePx] }));
    // By the map, which knows a press from the end of a drag.
    marker.on("click", ({ originalEvent }) => this.#onChoose(place, originalEvent.detail === 0));
    return marker.addTo(this.#group);
  }
}

function buildButton(place: MediaPlace, chosen: boolean): HTMLButtonElement {
  const { cover, count } = place;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "map-place";
  button.dataset.count = String(count);
  button.setAttribute("aria-label", describePlace(place, chosen ? cover.id : undefined));
  if (chosen) button.setAttribute("aria-current", "true");
  if (cover.thumbhash) button.style.backgroundImage = `url(${thumbhashUrl(cover.thumbhash)})`;
  const sources = toImageSources(cover);
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
