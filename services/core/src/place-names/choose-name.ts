/** A populated place near to a point. */
export interface NearPlace {
  readonly name: string;
  /** ISO 3166-1. */
  readonly country: string;
  /** The first administrative division, told apart among all countries. */
  readonly division: number;
  readonly population: number;
  readonly distanceKm: number;
}

/** Farther away a place says nothing of a point. */
export const nearKm = 50;
/** As far as this places tell the country, where they agree about it. */
export const countryKm = 150;

/** How densely people live in cities: what a city's size is guessed by. */
const peoplePerKm2 = 3_000;
/** A city that is this many times as large as a place within it says more to most people. */
const muchLarger = 4;

const countries = new Intl.DisplayNames("en", { type: "region", fallback: "code" });

/**
 * The name of a point: the place that it lies in or is nearest to, the city around that, the country. As "Sintra, Portugal" and
 * "Kreuzberg, Berlin, Germany"; of what lies far out only the country; "" where not even that is sure.
 * @param places all within {@link nearKm}; where there are none, all within {@link countryKm}
 */
export function chooseName(places: readonly NearPlace[]): string {
  const near = places.filter(({ distanceKm }) => distanceKm <= nearKm);
  const around = near.filter((place) => depth(place) <= 1);
  const place = leastBy(around, depth) ?? leastBy(near, ({ distanceKm }) => distanceKm);
  if (!place) return nameOfCountry(places);
  const city = leastBy(
    around.filter(({ division, population }) => division === place.division && population >= muchLarger * place.population),
    ({ population }) => -population,
  );
  return [place.name, city?.name, countries.of(place.country)].filter((part) => part !== undefined).join(", ");
}

function nameOfCountry(places: readonly NearPlace[]): string {
  const [country, ...others] = new Set(places.map((place) => place.country));
  return country === undefined || others.length > 0 ? "" : (countries.of(country) ?? "");
}

/** How far out in a place a point lies: 0 in its middle, 1 at its edge, if it were round. */
function depth({ population, distanceKm }: NearPlace): number {
  return distanceKm / Math.sqrt(population / (Math.PI * peoplePerKm2));
}

function leastBy<Item>(items: readonly Item[], measure: (item: Item) => number): Item | undefined {
  let least: Item | undefined;
  for (const item of items) if (least === undefined || measure(item) < measure(least)) least = item;
  return least;
}
