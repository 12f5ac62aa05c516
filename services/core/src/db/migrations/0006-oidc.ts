import type { Knex } from "knex";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table account_identity (
      issuer text not null,
      subject text not null,
      account_id uuid not null references account (id) on delete cascade,
      email text,
      created_at timestamptz not null default now(),
      primary key (issuer, subject)
    );
    create unique index account_identity_account on account_identity (account_id, issuer);
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw("drop table account_identity");
}
