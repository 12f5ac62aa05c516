import type { Knex } from "../db/open-database.ts";
import { nameUnnamedPlaces } from "../db/operations/media/name-unnamed-places.ts";
import type { Sweep } from "./start-sweeps.ts";

const batch = 500;
/** So that other sweeps have their turn: a library of a million is named within the hour. */
const mostBatches = 20;

/** Places of media that came before places had names. */
export function namePlaces(options: { db: Knex }): Sweep {
  return {
    name: "name-places",
    run: async () => {
      let named = 0;
      for (let n = 0; n < mostBatches; n += 1) {
        const more = await nameUnnamedPlaces(options.db, batch);
        named += more;
        if (more < batch) break;
      }
      return named;
    },
  };
}
