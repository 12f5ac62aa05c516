import { setImmediate } from "node:timers/promises";
import { namePlace } from "../../../place-names/name-place.ts";
import type { Knex } from "../../open-database.ts";

/**
 * Names the places of media that have none yet: of what was processed by a release that knew no names. Rows that somebody changes just now
 * are left for the next time. @returns how many it named, no more than `limit`
 */
export async function nameUnnamedPlaces(db: Knex, limit: number): Promise<number> {
  return db.transaction(async (trx) => {
    const rows = await trx<{ id: string; latitude: number; longitude: number }>("media")
      .whereRaw("place_name is null and latitude is not null")
      .select("id", "latitude", "longitude")
      .limit(limit)
      .forUpdate()
      .skipLocked();
    if (rows.length === 0) return 0;
    const names: (string | null)[] = [];
    for (const row of rows) {
      names.push(await namePlace(row));
      // A name takes a millisecond where places are dense: others have their turn between.
      await setImmediate();
    }
    await trx.raw(
      `update media set place_name = named.name
       from unnest(:ids::uuid[], :names::text[]) as named (id, name) where media.id = named.id`,
      { ids: rows.map(({ id }) => id), names },
    );
    return rows.length;
  });
}
