import type { Database } from "../../open-database.ts";

/**
 * The cameras of an owner's media, in the order of the alphabet. Steps from one to the next by the index `media_camera`, which costs
 * as many steps as there are cameras, however many media they took (https://wiki.postgresql.org/wiki/Loose_indexscan).
 */
export async function listCameras(db: Database, ownerId: string): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { camera: string }[] }>(
    `with recursive step as (
       (select camera from media where owner_id = :ownerId and listed and camera > '' order by camera limit 1)
       union all
       select (select camera from media where owner_id = :ownerId and listed and camera > step.camera order by camera limit 1)
       from step where step.camera is not null
     )
     select camera from step where camera is not null limit 200`,
    { ownerId },
  );
  return rows.map(({ camera }) => camera);
}
