import type { Knex } from "knex";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- The link by which a visitor sends it, into whose album it goes when it is whole.
    alter table upload add column share_link_id uuid;
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw("alter table upload drop column share_link_id");
}
