import { type Config, ConfigError } from "@mediashare/kit";
import { isLoopback } from "../oidc/oidc-options.ts";

export const mapTilesVariables = ["MEDIASHARE_MAP_TILES_URL", "MEDIASHARE_MAP_TILES_ATTRIBUTION"] as const;

/** A server of raster tiles in Web Mercator, which the browsers of everybody who opens the map ask. */
export interface MapTiles {
  /** With {z}, {x} and {y} in its path or query. */
  readonly url: string;
  readonly attribution: string;
}

/** @throws ConfigError naming what is wrong; undefined where there is no such server */
export function mapTiles(config: Config<(typeof mapTilesVariables)[number]>): MapTiles | undefined {
  const { mapTilesUrl: url, mapTilesAttribution: attribution } = config;
  if (url === undefined) return undefined;
  const faults = [
    ...(isTemplate(url) ? [] : [`MEDIASHARE_MAP_TILES_URL=${url} is no https: URL of one host with {z}, {x} and {y} after it`]),
    ...(attribution === undefined
      ? ["MEDIASHARE_MAP_TILES_ATTRIBUTION is not set: say whom the tiles are by, as their licence wants it"]
      : []),
  ];
  if (attribution === undefined || faults.length > 0) throw new ConfigError(faults);
  return { url, attribution };
}

/** Of the origin, which the Content-Security-Policy allows, nothing may be left open. */
function isTemplate(text: string): boolean {
  const url = URL.parse(text);
  if (!url || /[{}]/.test(decodeURI(url.host)) || !["{z}", "{x}", "{y}"].every((name) => text.includes(name))) return false;
  return url.protocol === "https:" || isLoopback(url);
}
