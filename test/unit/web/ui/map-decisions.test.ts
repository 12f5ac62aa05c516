import { choosePlace } from "@mediashare/web/ui/map/choose-place.ts";
import { describePoint } from "@mediashare/web/ui/map/describe-place.ts";
import { formatArea, mapPath, nearestCopy, parseView, toWorldArea, unionOf } from "@mediashare/web/ui/map/map-view.ts";
import { insideCell, placePx } from "@mediashare/web/ui/map/place-on-map.ts";
import { unwrapRing } from "@mediashare/web/ui/map/unwrap-ring.ts";
import { fromPoint, toPoint } from "@mediashare/web/ui/viewer/edit-values.ts";
import { expect } from "chai";

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

  it("fits all areas", () => {
    expect(unionOf([])).to.equal(undefined);
    const areas = [
      { south: 1, west: 2, north: 3, east: 4 },
      { south: -5, west: 3, north: 0, east: 9 },
    ];
    expect(unionOf(areas)).to.deep.equal({ south: -5, west: 2, north: 3, east: 9 });
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

  it("are said in words", () => {
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
