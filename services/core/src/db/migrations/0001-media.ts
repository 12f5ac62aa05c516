import type { Knex } from "knex";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table media (
      id uuid primary key,
      owner_id uuid not null,
      state text not null check (state in ('receiving', 'stored', 'processing', 'ready', 'failed', 'deleted')),
      kind text check (kind in ('image', 'video')),
      file_name text not null,
      content_type text,
      size_bytes bigint,
      sha256 bytea,
      original_key text not null unique,
      generation integer not null default 1,
      width integer,
      height integer,
      duration_ms bigint,
      captured_at timestamptz,
      timeline_at timestamptz not null default now(),
      facts jsonb not null default '{}',
      thumbhash bytea,
      progress real not null default 0,
      playable boolean not null default false,
      failure_code text,
      failure_message text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      check (state in ('receiving', 'failed', 'deleted') or (sha256 is not null and kind is not null))
    );
    create unique index media_content on media (owner_id, sha256) where state in ('stored', 'processing', 'ready');
    create index media_timeline on media (owner_id, timeline_at desc, id desc) where state not in ('receiving', 'deleted');
    create index media_retried on media (id) where generation > 1;
    create index media_unfinished on media (state, updated_at) where state in ('receiving', 'stored', 'processing', 'deleted');

    create table task (
      id uuid primary key,
      media_id uuid not null references media (id) on delete cascade,
      owner_id uuid not null,
      generation integer not null,
      kind text not null check (kind in ('process', 'segments', 'audio', 'stills')),
      ordinal integer not null default 0,
      spec jsonb not null default '{}',
      state text not null default 'queued' check (state in ('queued', 'leased', 'done', 'failed', 'cancelled')),
      attempts integer not null default 0,
      failures integer not null default 0,
      token bigint not null default 0,
      leased_by text,
      lease_expires_at timestamptz,
      progress real not null default 0,
      weight real not null default 1,
      work_ms bigint,
      failure_code text,
      failure_message text,
      traceparent text,
      created_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz,
      unique (media_id, generation, kind, ordinal)
    );
    create index task_done on task (finished_at desc) where state = 'done';
    create index task_open on task (state, lease_expires_at) where state in ('queued', 'leased');

    create table outbox (
      id bigint generated always as identity primary key,
      task_id uuid not null references task (id) on delete cascade,
      owner_id uuid not null,
      traceparent text,
      created_at timestamptz not null default now()
    );
    create index outbox_task on outbox (task_id);

    create table rendition (
      media_id uuid not null references media (id) on delete cascade,
      generation integer not null,
      name text not null,
      role text not null check (role in ('image', 'poster', 'storyboard', 'video', 'audio', 'playlist')),
      content_type text not null,
      key text not null,
      size_bytes bigint not null,
      width integer,
      height integer,
      codecs text,
      frame_rate real,
      primary key (media_id, generation, name)
    );

    create table segment (
      media_id uuid not null references media (id) on delete cascade,
      generation integer not null,
      rendition text not null,
      number integer not null,
      key text not null,
      size_bytes bigint not null,
      start_us bigint not null,
      duration_us bigint not null,
      primary key (media_id, generation, rendition, number)
    );

    create table upload (
      media_id uuid primary key,
      owner_id uuid not null,
      length_bytes bigint,
      offset_bytes bigint not null default 0,
      metadata jsonb not null default '{}',
      multipart_id text,
      part_size_bytes bigint not null,
      tail_key text,
      tail_bytes integer not null default 0,
      expires_at timestamptz not null,
      finished_at timestamptz,
      result_media_id uuid,
      created_at timestamptz not null default now()
    );
    create index upload_expiry on upload (expires_at);

    create table upload_part (
      media_id uuid not null references upload (media_id) on delete cascade,
      part_number integer not null,
      size_bytes bigint not null,
      etag text not null,
      primary key (media_id, part_number)
    );

    create table upload_lock (
      id text primary key,
      holder uuid not null,
      expires_at timestamptz not null,
      release_requested boolean not null default false
    );

    create table idempotency (
      owner_id uuid not null,
      key text not null,
      fingerprint text not null,
      status integer,
      response jsonb,
      created_at timestamptz not null default now(),
      primary key (owner_id, key)
    );
    create index idempotency_age on idempotency (created_at);
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw("drop table idempotency, upload_lock, upload_part, upload, segment, rendition, outbox, task, media");
}
