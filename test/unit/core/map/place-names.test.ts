import { chooseName, type NearPlace, namePlace } from "@mediashare/core";
import { expect } from "chai";

describe("the name of a place", () => {
  for (const [latitude, longitude, name] of [
    [38.7926, -9.3905, "Sintra, Portugal"],
    [48.8584, 2.2945, "Paris, France"],
    [52.498, 13.404, "Kreuzberg, Berlin, Germany"],
    [51.541, -0.143, "Camden Town, London, United Kingdom"],
    [40.758, -73.9855, "New York City, United States"],
    [40.7357, -74.1724, "Newark, United States"],
    [-33.9, 18.4, "Cape Town, South Africa"],
    [-25.3444, 131.0369, "Yulara, Australia"],
  ] as const) {
    it(`at ${latitude}, ${longitude} is ${name}`, async () => expect(await namePlace({ latitude, longitude })).to.equal(name));
  }

  it("is the country alone far from everything in it, and none on the seas and of no place", async () => {
    expect(await namePlace({ latitude: 24, longitude: 10 })).to.equal("Libya");
    expect(await namePlace({ latitude: 35, longitude: -40 })).to.equal("");
    expect(await namePlace({ latitude: 90, longitude: 0 })).to.equal("");
    expect(await namePlace(null)).to.equal(null);
  });

  it("is found on the other side of the date line", async () => {
    const [west, east] = await Promise.all([179.99, -179.99].map((longitude) => namePlace({ latitude: -16.8, longitude })));
    expect(west).to.match(/Fiji$/);
    expect(east).to.equal(west);
  });
});

describe("the choice of a name", () => {
  const place = (name: string, over: Partial<NearPlace>): NearPlace => ({
    name,
    country: "PT",
    division: 1,
    population: 1_000,
    distanceKm: 10,
    ...over,
  });

  it("is the nearest place where a point lies in none, however large others are", () => {
    expect(chooseName([place("City", { population: 500_000, distanceKm: 45 }), place("Village", { distanceKm: 4 })])).to.equal(
      "Village, Portugal",
    );
  });

  it("is the place that a point lies deepest in, with the city around it", () => {
    const city = place("City", { population: 2_000_000, distanceKm: 6 });
    expect(chooseName([city, place("Suburb", { population: 20_000, distanceKm: 0.2 })])).to.equal("Suburb, City, Portugal");
    expect(chooseName([city, place("Suburb", { population: 20_000, distanceKm: 3 })])).to.equal("City, Portugal");
  });

  it("does not put a place into a city of another division or of its own size", () => {
    const suburb = place("Suburb", { population: 20_000, distanceKm: 0.2 });
    expect(chooseName([place("City", { population: 2_000_000, distanceKm: 6, division: 2 }), suburb])).to.equal("Suburb, Portugal");
    expect(chooseName([place("Twin", { population: 40_000, distanceKm: 1 }), suburb])).to.equal("Suburb, Portugal");
  });

  it("is no country where those around do not agree", () => {
    const far = { distanceKm: 100 };
    expect(chooseName([place("A", far), place("B", far)])).to.equal("Portugal");
    expect(chooseName([place("A", far), place("B", { ...far, country: "ES" })])).to.equal("");
  });
});
