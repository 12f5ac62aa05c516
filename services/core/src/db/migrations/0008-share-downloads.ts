import type { Knex } from "knex";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- Whether originals go to visitors as they are, or without the place they were taken at.
    alter table share_link add column download_place boolean not null default false;
    -- Of a visitor's download: its link.
    alter table download add column share_link_id uuid references share_link (id) on delete cascade;
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw("alter table download drop column share_link_id; alter table share_link drop column download_place");
}
