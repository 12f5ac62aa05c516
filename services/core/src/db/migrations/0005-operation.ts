import type { Knex } from "knex";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table work_pause (
      id boolean primary key default true check (id),
      paused_at timestamptz not null default now(),
      paused_by uuid not null
    );

    create table storage_summary (
      area text not null check (area in ('originals', 'renditions')),
      kind text not null,
      objects bigint not null,
      size_bytes bigint not null,
      summed_at timestamptz not null default now(),
      primary key (area, kind)
    );

    create index media_failed on media (failure_code, updated_at desc) where state = 'failed';
    create index task_failed on task (finished_at desc) where state = 'failed';
    create index task_waiting on task (created_at) where state = 'queued';
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw("drop index media_failed, task_failed, task_waiting; drop table storage_summary, work_pause");
}
