import { gatherPlaces } from "@mediashare/web/ui/map/gather-places.ts";
import { expect } from "chai";
import fc from "fast-check";
import { mediaPlace, mediaSummary } from "./support.ts";

describe("places of a closer zoom, at an earlier one", () => {
  const lisbon = mediaPlace({
    latitude: 38,
    longitude: -9,
    count: 3,
    name: "Lisbon, Portugal",
    cover: mediaSummary({ id: "a", timelineAt: "2026-05-01T12:00:00.000Z" }),
  });
  const madrid = mediaPlace({
    latitude: 40,
    longitude: -4,
    count: 1,
    name: "Madrid, Spain",
    cover: mediaSummary({ id: "b", timelineAt: "2026-05-02T12:00:00.000Z" }),
  });
  const sydney = mediaPlace({ latitude: -33, longitude: 151, count: 2, cover: mediaSummary({ id: "c" }) });

  it("are one where they share a cell: all that was taken in each, and the latest of it to show", () => {
    const [iberia, australia, ...others] = gatherPlaces([sydney, madrid, lisbon], 1);
    expect(others).to.deep.equal([]);
    expect(iberia).to.deep.equal({
      latitude: 38.5,
      longitude: -7.75,
      count: 4,
      area: { south: 38, west: -9, north: 40, east: -4 },
      name: "Madrid, Spain",
      cover: madrid.cover,
    });
    expect(australia).to.equal(sydney);
  });

  it("are left as they are where none share one", () => {
    const places = [lisbon, sydney];
    expect(gatherPlaces(places, 2)).to.equal(places);
  });

  const place = fc
    .record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      count: fc.integer({ min: 1, max: 1_000 }),
      id: fc.uuid(),
    })
    .map(({ id, ...one }) => mediaPlace({ ...one, cover: mediaSummary({ id }) }));

  it("lose no item, are the fullest first, and are the same by one step as by two", () => {
    const counts = (places: readonly { count: number }[]) => places.map(({ count }) => count);
    fc.assert(
      fc.property(fc.uniqueArray(place, { selector: ({ cover }) => cover.id }), (places) => {
        const gathered = gatherPlaces(places, 0);
        const sum = (all: readonly { count: number }[]) => all.reduce((total, { count }) => total + count, 0);
        expect(sum(gathered)).to.equal(sum(places));
        expect(gathered.length).to.be.at.most(9);
        if (gathered !== places) expect(counts(gathered)).to.deep.equal(counts(gathered).toSorted((a, b) => b - a));
        const twice = gatherPlaces(gatherPlaces(places, 1), 0);
        expect(counts(twice).toSorted()).to.deep.equal(counts(gathered).toSorted());
      }),
    );
  });
});
