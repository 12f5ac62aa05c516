import { fitBox } from "@mediashare/web/ui/map/fit-box.ts";
import type { MapArea } from "@mediashare/web/ui/map/map-view.ts";
import { expect } from "chai";
import fc from "fast-check";

const at = (latitude: number, longitude: number): MapArea => ({ south: latitude, west: longitude, north: latitude, east: longitude });
const [fiji, auckland, samoa, honolulu] = [at(-18.1, 178.4), at(-36.8, 174.8), at(-13.8, -171.8), at(21.3, -157.9)];

describe("the smallest box around places", () => {
  it("is none where there are none, and the place where there is one", () => {
    expect(fitBox([])).to.equal(undefined);
    expect(fitBox([fiji])).to.deep.equal(fiji);
  });

  it("has all of them", () => {
    const areas = [
      { south: 1, west: 2, north: 3, east: 4 },
      { south: -5, west: 3, north: 0, east: 9 },
    ];
    expect(fitBox(areas)).to.deep.equal({ south: -5, west: 2, north: 3, east: 9 });
  });

  it("goes over the date line where that is shorter", () => {
    const box = fitBox([honolulu, fiji, samoa, auckland]) as MapArea;
    expect(box).to.deep.include({ south: -36.8, north: 21.3, west: 174.8 });
    expect(box.east).to.be.closeTo(202.1, 1e-9);
  });

  it("does not go over it where that is no shorter", () => {
    expect(fitBox([at(0, -90), at(0, 90)])).to.deep.include({ west: -90, east: 90 });
    expect(fitBox([at(0, -180), at(0, 180)])).to.deep.include({ west: 180, east: 180 });
  });

  /** Whole degrees, so that sums are exact. */
  const area = fc
    .tuple(fc.integer({ min: -90, max: 90 }), fc.integer({ min: -90, max: 90 }), fc.integer({ min: -180, max: 180 }), fc.nat({ max: 30 }))
    .map(([a, b, west, width]) => ({ south: Math.min(a, b), north: Math.max(a, b), west, east: Math.min(180, west + width) }));
  const areas = fc.array(area, { minLength: 1, maxLength: 12 });
  const holds = (box: MapArea, { south, west, north, east }: MapArea) =>
    south >= box.south && north <= box.north && [-360, 0, 360].some((turn) => west + turn >= box.west && east + turn <= box.east);

  it("has every one of them whole, in one copy of the world or another", () => {
    fc.assert(
      fc.property(areas, (given) => {
        const box = fitBox(given) as MapArea;
        return given.every((one) => holds(box, one)) && box.west >= -180 && box.west <= 180 && box.east - box.west <= 360;
      }),
    );
  });

  it("is not wider than any other that begins in the west of one of them and has all", () => {
    fc.assert(
      fc.property(areas, (given) => {
        const box = fitBox(given) as MapArea;
        const widths = given.map(({ west }) => {
          for (let width = 0; ; width += 1) if (given.every((one) => holds({ ...box, west, east: west + width }, one))) return width;
        });
        return box.east - box.west === Math.min(...widths);
      }),
    );
  });

  it("is the same in whichever order they come", () => {
    fc.assert(
      fc.property(areas, (given) => {
        expect(fitBox(given.toReversed())).to.deep.equal(fitBox(given));
      }),
    );
  });
});
