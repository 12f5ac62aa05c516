import type { MediaFilters } from "../api/media-api.ts";

/** What is searched for, as the page's address has it. */
export interface SearchQuery {
  readonly q: string;
  readonly kind: "" | "image" | "video";
  readonly camera: string;
  readonly favourite: boolean;
  readonly place: boolean;
  /** Days of the local calendar, `2026-11-25`, both included. */
  readonly from: string;
  readonly to: string;
  /** Of the map: `south,west,north,east` in degrees. */
  readonly area: string;
}

const areaPattern = /^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?,-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$/;
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

export function parseSearch(search: string): SearchQuery {
  const parameters = new URLSearchParams(search);
  const text = (name: string) => parameters.get(name)?.trim() ?? "";
  const kind = text("kind");
  const day = (name: string) => (dayPattern.test(text(name)) ? text(name) : "");
  return {
    q: text("q"),
    kind: kind === "image" || kind === "video" ? kind : "",
    camera: text("camera"),
    favourite: text("favourite") === "true",
    place: text("place") === "true",
    from: day("from"),
    to: day("to"),
    area: areaPattern.test(text("area")) ? text("area") : "",
  };
}

/** The address of a search: only what is asked for stands in it. */
export function searchPath(query: Partial<SearchQuery>): string {
  const pairs = Object.entries(query)
    .map(([name, value]) => [name, value === true ? "true" : value === false ? "" : value] as const)
    .filter(([, value]) => value !== "");
  return pairs.length === 0 ? "/search" : `/search?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}

/** What the API is asked for; undefined where nothing is. */
export function toFilters(query: SearchQuery): MediaFilters | undefined {
  const { q, kind, camera, favourite, place, from, to, area } = query;
  const filters: MediaFilters = {
    ...(q === "" ? {} : { q }),
    ...(kind === "" ? {} : { kind }),
    ...(camera === "" ? {} : { camera }),
    ...(favourite ? { favourite: "true" } : {}),
    ...(place ? { place: "true" } : {}),
    ...(from === "" ? {} : { from: startOfDay(from, 0) }),
    ...(to === "" ? {} : { before: startOfDay(to, 1) }),
    ...(area === "" ? {} : { area }),
  };
  return Object.keys(filters).length === 0 ? undefined : filters;
}

function startOfDay(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
