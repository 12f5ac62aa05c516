import type { Knex } from "knex";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table webhook (
      id uuid primary key,
      owner_id uuid not null,
      url text not null,
      events text[] not null,
      secret text not null,
      previous_secret text,
      previous_secret_until timestamptz,
      state text not null default 'active' check (state in ('active', 'disabled')),
      disabled_reason text check (disabled_reason in ('owner', 'failing', 'gone')),
      failing_since timestamptz,
      created_at timestamptz not null default now(),
      check ((state = 'disabled') = (disabled_reason is not null))
    );
    create index webhook_owner on webhook (owner_id);

    create table webhook_delivery (
      id uuid primary key,
      webhook_id uuid not null references webhook (id) on delete cascade,
      event text not null,
      payload text not null,
      state text not null default 'pending' check (state in ('pending', 'delivered', 'failed', 'cancelled')),
      attempts integer not null default 0,
      next_attempt_at timestamptz not null default now(),
      last_status integer,
      last_error text,
      last_attempt_at timestamptz,
      created_at timestamptz not null default now()
    );
    create index webhook_delivery_due on webhook_delivery (next_attempt_at) where state = 'pending';
    create index webhook_delivery_log on webhook_delivery (webhook_id, id desc);
    create index webhook_delivery_age on webhook_delivery (created_at) where state <> 'pending';
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw("drop table webhook_delivery, webhook");
}
