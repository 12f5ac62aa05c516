import type { Knex } from "knex";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- The numbers too: all days of an owner are then read from the key alone, in its order.
    alter table media_day drop constraint media_day_pkey, add primary key (owner_id, day) include (items);
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw("alter table media_day drop constraint media_day_pkey, add primary key (owner_id, day)");
}
