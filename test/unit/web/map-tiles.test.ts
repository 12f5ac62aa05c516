import { ConfigError, parseEnv } from "@mediashare/kit";
import { mapTiles, mapTilesVariables } from "@mediashare/web";
import { expect } from "chai";

const read = (url: string, attribution = "Somebody") =>
  mapTiles(parseEnv(mapTilesVariables, { MEDIASHARE_MAP_TILES_URL: url, MEDIASHARE_MAP_TILES_ATTRIBUTION: attribution }));

describe("the settings of the map's tiles", () => {
  it("are none where nothing is set", () => {
    expect(mapTiles(parseEnv(mapTilesVariables, {}))).to.equal(undefined);
  });

  for (const url of ["https://tiles.test/{z}/{x}/{y}.png", "https://tiles.test/?z={z}&x={x}&y={y}", "http://127.0.0.1:9000/{z}/{x}/{y}"])
    it(`take ${url} as it is`, () => expect(read(url)).to.deep.equal({ url, attribution: "Somebody" }));

  for (const url of [
    "http://tiles.test/{z}/{x}/{y}.png",
    "https://tiles.test/{z}/{x}.png",
    "https://{s}.tiles.test/{z}/{x}/{y}.png",
    "tiles/{z}/{x}/{y}.png",
  ])
    it(`refuse ${url}`, () => expect(() => read(url)).to.throw(ConfigError, /MEDIASHARE_MAP_TILES_URL/));

  it("want to know whom the tiles are by", () => {
    expect(() => read("https://tiles.test/{z}/{x}/{y}.png", "")).to.throw(ConfigError, /ATTRIBUTION is not set/);
  });
});
