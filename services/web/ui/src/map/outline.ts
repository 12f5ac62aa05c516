import type { FeatureCollection } from "geojson";
import { type GeoJSON, geoJSON, type Map as LeafletMap, latLng } from "leaflet";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import outlineUrl from "world-atlas/countries-50m.json?url";
import { unwrapRing } from "./unwrap-ring.ts";

/** West and east of the world it begins again. */
const copies = [-360, 0, 360];

let countries: Promise<Topology<{ countries: GeometryCollection }>> | undefined;

/** Draws the outlines of countries below all else, when they are there. They come with the site: nobody else is asked. */
export async function drawOutline(map: LeafletMap): Promise<void> {
  countries ??= fetchCountries();
  const topology = await countries;
  if (!map.getPane("mapPane")?.isConnected) return;
  const outline = unwrap(feature(topology, topology.objects.countries));
  for (const shift of copies) copyOf(outline, shift).addTo(map);
}

async function fetchCountries(): Promise<Topology<{ countries: GeometryCollection }>> {
  try {
    const response = await fetch(outlineUrl);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await response.json();
  } catch (error) {
    // The next map tries again.
    countries = undefined;
    throw error;
  }
}

/** Countries on both sides of the date line are one shape on a globe, and are made one on a flat map. */
function unwrap(collection: FeatureCollection): FeatureCollection {
  return {
    ...collection,
    features: collection.features.map(({ geometry, ...rest }) => {
      if (geometry.type === "Polygon") return { ...rest, geometry: { ...geometry, coordinates: geometry.coordinates.map(unwrapRing) } };
      if (geometry.type !== "MultiPolygon") return { ...rest, geometry };
      return { ...rest, geometry: { ...geometry, coordinates: geometry.coordinates.map((polygon) => polygon.map(unwrapRing)) } };
    }),
  };
}

function copyOf(outline: FeatureCollection, shift: number): GeoJSON {
  return geoJSON(outline, {
    interactive: false,
    style: { className: "map-country" },
    coordsToLatLng: ([longitude = 0, latitude = 0]) => latLng(latitude, longitude + shift),
  });
}
