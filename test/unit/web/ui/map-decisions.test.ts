import { choosePlace } from "@mediashare/web/ui/map/choose-place.ts";
import { describePlace, describePoint } from "@mediashare/web/ui/map/describe-place.ts";
import { formatArea, isInView, mapPath, nearestCopy, parseChosen, parseView, toWorldArea } from "@mediashare/web/ui/map/map-view.ts";
import { insideCell, placePx } from "@mediashare/web/ui/map/place-on-map.ts";
import { putFirst } from "@mediashare/web/ui/map/put-first.ts";
import { unwrapRing } from "@mediashare/web/ui/map/unwrap-ring.ts";
import { fromPoint, placeFaults, toPoint } from "@mediashare/web/ui/viewer/edit-values.ts";
import { expect } from "chai";
import { mediaPlace, mediaSummary } from "./support.ts";

describe("the view of a map", () => {
  it("stands in the address, and comes back from there", () => {
    const path = mapPath({ latitude: 38.71, longitude: -9.14, zoom: 12 });
    expect(path).to.equal("/map?at=38.71000,-9.14000&zoom=12");
    expect(parseView(path.slice("/map".length))).to.deep.equal({ latitude: 38.71, longitude: -9.14, zoom: 12 });
  });

  it("is told as a place of the one world that there is, however far the map was moved", () => {
    expect(mapPath({ latitude: 0, longitude: 350.5, zoom: 3 })).to.equal("/map?at=0.00000,-9.50000&zoom=3");
    expect(mapPath({ latitude: 0, longitude: -190, zoom: 3 })).to.equal("/map?at=0.00000,170.00000&zoom=3");
  });

  for (const search of ["", "?at=38,-9", "?at=95,0&zoom=3", "?at=5,200&zoom=3", "?at=5,5&zoom=99", "?at=here&zoom=3", "?at=5,5&zoom=2.5"])
    it(`is left open by "${search}"`, () => expect(parseView(search)).to.equal(undefined));

  it("asks for what is seen, across the date line and all around", () => {
    expect(toWorldArea({ south: -30, west: 170, north: 95, east: 200 })).to.deep.equal({ south: -30, west: 170, north: 90, east: -160 });
    expect(toWorldArea({ south: -99, west: -300, north: 10, east: 300 })).to.deep.equal({ south: -90, west: -180, north: 10, east: 180 });
  });

  it("names the media that is looked for, and nothing that is no media's id", () => {
    const id = "0193a000-0000-7000-8000-00000000000a";
    const path = mapPath({ latitude: 1, longitude: 2, zoom: 7 }, id);
    expect(path).to.equal(`/map?at=1.00000,2.00000&zoom=7&media=${id}`);
    expect(parseChosen(path.slice("/map".length))).to.equal(id);
    for (const other of ["", "?media=", "?media=../../v1/config", `?media=${id}0`]) expect(parseChosen(other)).to.equal(undefined);
  });

  it("has what is between its edges, in whichever copy of the world", () => {
    const pacific = { south: -30, west: 170, north: 10, east: 200 };
    expect(isInView({ latitude: -18, longitude: 178 }, pacific)).to.equal(true);
    expect(isInView({ latitude: -14, longitude: -171 }, pacific)).to.equal(true);
    expect(isInView({ latitude: 11, longitude: 178 }, pacific)).to.equal(false);
    expect(isInView({ latitude: -14, longitude: -150 }, pacific)).to.equal(false);
    expect(isInView({ latitude: 0, longitude: -150 }, { south: -85, west: -300, north: 85, east: 300 })).to.equal(true);
  });

  it("asks for an area in as few digits as matter", () => {
    expect(formatArea({ south: 1.0000001, west: -0.0000001, north: 3.5, east: 4 })).to.equal("1,0,3.5,4");
  });

  it("shows a point in the copy of the world that is looked at", () => {
    expect(nearestCopy(-179, 178)).to.equal(181);
    expect(nearestCopy(10, 0)).to.equal(10);
    expect(nearestCopy(10, -720)).to.equal(-710);
  });
});

describe("places on a map", () => {
  it("cover no neighbours, however near to the edge of their cells their media are", () => {
    const edge = 256 / 3;
    const [left, right] = [insideCell({ x: edge - 0.1, y: 10 }), insideCell({ x: edge + 0.1, y: 10 })];
    expect(right.x - left.x).to.be.at.least(placePx);
    expect(Math.abs(left.x - edge)).to.be.below(placePx);
  });

  it("stay where they are in the middle of their cells", () => {
    expect(insideCell({ x: 42, y: 43 })).to.deep.equal({ x: 42, y: 43 });
  });

  const spread = { south: 1, west: 1, north: 1.2, east: 1.1 };
  const spot = { south: 1, west: 1, north: 1.0001, east: 1.0001 };
  it("are opened where they are one, looked at closely where they lie apart, else listed", () => {
    expect(choosePlace({ count: 1, area: spot }, 3)).to.equal("open");
    expect(choosePlace({ count: 2, area: spread }, 3)).to.equal("zoom");
    expect(choosePlace({ count: 2, area: spot }, 3)).to.equal("list");
    expect(choosePlace({ count: 2, area: spread }, 18)).to.equal("list");
  });

  it("show the media that is looked for, first and where it is, whichever was taken there latest", () => {
    const [far, near] = [
      mediaPlace({ count: 9, area: spread }),
      mediaPlace({ count: 3, area: { south: 40, west: 8, north: 41, east: 9 } }),
    ];
    const media = { ...mediaSummary({ fileName: "looked-for.jpg" }), facts: { place: { latitude: 40.5, longitude: 8, name: "Here" } } };
    const found = putFirst([far, near], media as never);
    expect(found).to.deep.equal([{ ...near, latitude: 40.5, longitude: 8, name: "Here", cover: media }, far]);
    expect(describePlace(found[0] as typeof near, media.id)).to.equal("looked-for.jpg and 2 others, Here");
    expect(putFirst([far], media as never)).to.deep.equal([far]);
    expect(putFirst([near], { ...media, trashedAt: "2026-01-01T00:00:00.000Z" } as never)).to.deep.equal([near]);
    expect(putFirst([near], { ...media, facts: {} } as never)).to.deep.equal([near]);
    expect(putFirst([near], undefined)).to.deep.equal([near]);
  });

  it("are said in words", () => {
    expect(describePlace(mediaPlace({ count: 1, name: "Sintra, Portugal" }))).to.equal("IMG_1.jpg, Sintra, Portugal");
    expect(describePlace(mediaPlace({ count: 2, latitude: 38.79, longitude: -9.39, name: null }))).to.equal("2 items, 38.8° N, 9.4° W");
    expect(describePoint({ latitude: 38.79, longitude: -9.39 })).to.equal("38.8° N, 9.4° W");
    expect(describePoint({ latitude: -17, longitude: 179.96 })).to.equal("17.0° S, 180.0° E");
  });
});

describe("the place in a form", () => {
  it("is a point, or none", () => {
    expect(toPoint({ latitude: "38,7", longitude: "-9.4" })).to.deep.equal({ latitude: 38.7, longitude: -9.4 });
    expect(toPoint({ latitude: "91", longitude: "0" })).to.equal(undefined);
    expect(toPoint({ latitude: "", longitude: "" })).to.equal(undefined);
    expect(toPoint(fromPoint({ latitude: 1.5, longitude: 2 }))).to.deep.equal({ latitude: 1.5, longitude: 2 });
  });

  it("is read as people write numbers, with the minus of a printed page too", () => {
    expect(toPoint({ latitude: " +38.79 ", longitude: "−9,39" })).to.deep.equal({ latitude: 38.79, longitude: -9.39 });
  });

  for (const [latitude, longitude, faults] of [
    ["91", "0", ["latitude"]],
    ["0", "-180.1", ["longitude"]],
    ["", "", ["latitude", "longitude"]],
    ["0x10", "1e1", ["latitude", "longitude"]],
    ["38.79, -9.39", "0", ["latitude"]],
    ["-90", "180", []],
  ] as const)
    it(`is wrong in ${faults.join(" and ") || "nothing"} where it says ${latitude || "nothing"} and ${longitude || "nothing"}`, () =>
      expect(placeFaults({ latitude, longitude })).to.deep.equal(faults));
});

describe("the outline of a country", () => {
  it("goes on beyond the date line", () => {
    const ring = [
      [170, 60],
      [-170, 60],
      [-170, 70],
      [170, 70],
      [170, 60],
    ];
    expect(unwrapRing(ring).map(([longitude]) => longitude)).to.deep.equal([170, 190, 190, 170, 170]);
  });

  it("is closed along the edge of the map where it leads around a pole", () => {
    const ring = [
      [-120, -70],
      [0, -75],
      [120, -70],
      [-120, -70],
    ];
    expect(unwrapRing(ring).slice(3)).to.deep.equal([
      [240, -70],
      [240, -90],
      [-120, -90],
      [-120, -70],
    ]);
  });
});
