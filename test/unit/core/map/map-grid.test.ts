import { areaOfGrid, type MapArea, planGrid } from "@mediashare/core";
import { expect } from "chai";

const gridOf = (area: MapArea, zoom: number) => planGrid(area, zoom, 3);
const world = { south: -90, west: -180, north: 90, east: 180 };

describe("the grid of a map", () => {
  it("has three cells each way where the world is one tile, and as many more as that has pixels", () => {
    expect(gridOf(world, 0)).to.deep.equal({ size: 3, west: 0, east: 2, north: 0, south: 2 });
    expect(gridOf({ south: 38.6, west: -9.5, north: 38.9, east: -9.0 }, 10)).to.include({ size: 3 * 1024 });
  });

  it("covers the area in whole cells, and the poles", () => {
    expect(areaOfGrid(gridOf(world, 2))).to.deep.equal(world);
    const asked = { south: 38.6, west: -9.5, north: 38.9, east: -9.0 };
    const covered = areaOfGrid(gridOf(asked, 8));
    expect(covered.south).to.be.at.most(asked.south);
    expect(covered.west).to.be.at.most(asked.west);
    expect(covered.north).to.be.at.least(asked.north);
    expect(covered.east).to.be.at.least(asked.east);
  });

  it("stands still while the map is moved: the edges of cells are those of the cells within", () => {
    const lines = (zoom: number) => {
      const { size } = gridOf({ south: 0, west: 0, north: 1, east: 1 }, zoom);
      return new Set(Array.from({ length: size }, (_, line) => line / size));
    };
    expect([...lines(3)].filter((line) => !lines(4).has(line))).to.deep.equal([]);
  });

  it("goes on across the date line", () => {
    const grid = gridOf({ south: -20, west: 175, north: -15, east: -175 }, 4);
    expect(grid.west).to.be.greaterThan(grid.east);
    const covered = areaOfGrid(grid);
    expect(covered.west).to.be.within(170, 175);
    expect(covered.east).to.be.within(-175, -170);
  });

  it("takes all around the world for all of it, wherever that begins", () => {
    expect(gridOf({ south: -10, west: 10.1, north: 10, east: 10 }, 0)).to.include({ west: 0, east: 2 });
  });

  it("becomes coarser where its cells would be too many", () => {
    for (const zoom of [4, 8, 20]) {
      const { size, west, east, north, south } = gridOf(world, zoom);
      expect((east - west + 1) * (south - north + 1), String(zoom)).to.be.within(100, 400);
      expect(size).to.be.at.most(20);
    }
  });
});
