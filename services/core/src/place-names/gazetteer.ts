import KDBush from "kdbush";
import type { NearPlace } from "./choose-name.ts";
import { boxesAround, distanceKm, type Point } from "./distance.ts";
import { type City, readCities } from "./read-cities.ts";

/** Historical, abandoned and destroyed places, and capitals of former times. */
const gone = new Set(["PPLH", "PPLQ", "PPLW", "PPLCH"]);

/**
 * The populated places of the world, to be found by where they are. As columns of numbers and one run of names: objects of them would take
 * tens of megabytes, and the collector's time with each round.
 */
export class Gazetteer {
  readonly #index: KDBush;
  readonly #names: Buffer;
  /** Where the name of each place begins, and behind the last where it ends. */
  readonly #nameStarts: Uint32Array;
  readonly #populations: Uint32Array;
  readonly #divisions: Uint16Array;
  /** By division. */
  readonly #countries: readonly string[];
  readonly #points: Float32Array;

  /** @param content of `cities.pbf`; nothing of it is kept */
  constructor(content: Uint8Array) {
    const divisions = new Map<string, number>();
    const { count, nameBytes } = measure(content);
    this.#index = new KDBush(count, 64, Float32Array);
    this.#names = Buffer.alloc(nameBytes);
    this.#nameStarts = new Uint32Array(count + 1);
    this.#populations = new Uint32Array(count);
    this.#divisions = new Uint16Array(count);
    this.#points = new Float32Array(2 * count);
    let place = 0;
    let nameEnd = 0;
    for (const city of livedIn(content)) {
      this.#index.add(city.longitude, city.latitude);
      this.#points.set([city.longitude, city.latitude], 2 * place);
      this.#names.set(content.subarray(city.nameStart, city.nameEnd), nameEnd);
      nameEnd += city.nameEnd - city.nameStart;
      this.#populations[place] = city.population;
      const division = `${city.country} ${city.division}`;
      if (!divisions.has(division)) divisions.set(division, divisions.size);
      this.#divisions[place] = divisions.get(division) ?? 0;
      place += 1;
      this.#nameStarts[place] = nameEnd;
    }
    this.#index.finish();
    this.#countries = Array.from(divisions.keys(), (division) => division.slice(0, 2));
  }

  /** The places within this distance, in no order. */
  near(point: Point, withinKm: number): NearPlace[] {
    return boxesAround(point, withinKm)
      .flatMap((box) => this.#index.range(...box))
      .map((place) => this.#describe(place, point))
      .filter((place) => place.distanceKm <= withinKm);
  }

  #describe(place: number, from: Point): NearPlace {
    const division = this.#divisions[place] ?? 0;
    const [longitude = 0, latitude = 0] = this.#points.subarray(2 * place, 2 * place + 2);
    return {
      name: this.#names.toString("utf8", this.#nameStarts[place], this.#nameStarts[place + 1]),
      country: this.#countries[division] ?? "",
      division,
      population: this.#populations[place] ?? 0,
      distanceKm: distanceKm(from, { latitude, longitude }),
    };
  }
}

function* livedIn(content: Uint8Array): Generator<City> {
  for (const city of readCities(content)) if (!gone.has(city.featureCode)) yield city;
}

function measure(content: Uint8Array): { count: number; nameBytes: number } {
  let count = 0;
  let nameBytes = 0;
  for (const { nameStart, nameEnd } of livedIn(content)) {
    count += 1;
    nameBytes += nameEnd - nameStart;
  }
  return { count, nameBytes };
}
