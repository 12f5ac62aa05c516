import type { Knex } from "knex";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- Whether visitors see the captions that the link's owner wrote.
    alter table share_link add column shows_captions boolean not null default false;
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw("alter table share_link drop column shows_captions");
}
