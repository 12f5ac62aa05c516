import type { Knex } from "knex";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- With all that the map's cells are made of, so that they are read from the index alone.
    drop index media_place;
    create index media_place on media (owner_id, latitude, longitude) include (timeline_at) where listed and latitude is not null;
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index media_place;
    create index media_place on media (owner_id, latitude, longitude) where listed and latitude is not null;
  `);
}
