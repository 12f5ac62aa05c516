import type { Knex } from "knex";

/** Where each of the bands begins in the 64 bits of an outline, and how long it is. */
const bands = [
  [1, 9],
  [10, 9],
  [19, 9],
  [28, 9],
  [37, 9],
  [46, 9],
  [55, 10],
] as const;

export async function up(db: Knex): Promise<void> {
  const bandValues = bands.map(([start, length], band) => `${band * 1024} + substring(outline from ${start} for ${length})::integer`);
  await db.raw(`
    create extension if not exists pg_trgm;
    create extension if not exists btree_gin;

    alter table media
      add column trashed_at timestamptz,
      add column favourite boolean not null default false,
      add column caption text not null default '',
      -- What the owner says instead of what the file says: { capturedAt, capturedLocal, place }; a place of null is none.
      add column edited jsonb not null default '{}',
      -- Of the moving part of a live photo: the photo that it is shown with.
      add column live_of uuid references media (id) on delete set null;
    alter table media
      add column listed boolean not null generated always as
        (state not in ('receiving', 'deleted') and trashed_at is null and live_of is null) stored,
      add column latitude double precision generated always as (
        case when edited \\? 'place' then edited #>> '{place,latitude}' else facts #>> '{place,latitude}' end::double precision
      ) stored,
      add column longitude double precision generated always as (
        case when edited \\? 'place' then edited #>> '{place,longitude}' else facts #>> '{place,longitude}' end::double precision
      ) stored,
      add column camera text generated always as (
        btrim(coalesce(facts #>> '{camera,make}', '') || ' ' || coalesce(facts #>> '{camera,model}', ''))
      ) stored,
      add column search_text text generated always as (lower(
        file_name || ' ' || caption || ' ' || coalesce(facts #>> '{camera,make}', '') || ' ' || coalesce(facts #>> '{camera,model}', '')
          || ' ' || coalesce(facts #>> '{camera,lens}', '')
      )) stored;

    drop index media_timeline;
    create index media_timeline on media (owner_id, timeline_at desc, id desc) where listed;
    create index media_favourites on media (owner_id, timeline_at desc, id desc) where listed and favourite;
    create index media_trash on media (owner_id, trashed_at desc, id desc) where trashed_at is not null and state <> 'deleted';
    create index media_trash_age on media (trashed_at) where trashed_at is not null and state <> 'deleted';
    create index media_place on media (owner_id, latitude, longitude) where listed and latitude is not null;
    create index media_camera on media (owner_id, camera, timeline_at desc, id desc) where listed;
    create index media_live on media (live_of) where live_of is not null;
    -- Of finished media only: progress would write all its words again.
    create index media_search on media using gin (owner_id, search_text gin_trgm_ops) where listed and state in ('ready', 'failed');

    -- How many media an owner's timeline has on each day of UTC: what the timeline is laid out from, however long it is.
    create table media_day (
      owner_id uuid not null,
      day date not null,
      items bigint not null,
      primary key (owner_id, day)
    );

    create function media_day_change() returns trigger language plpgsql as $$
    begin
      -- In order of the key: two statements that touch the same days wait for each other instead of dead-locking.
      if tg_op = 'INSERT' then
        insert into media_day as known (owner_id, day, items)
          select owner_id, (timeline_at at time zone 'UTC')::date as day, count(*) from changed_to where listed group by 1, 2 order by 1, 2
          on conflict (owner_id, day) do update set items = known.items + excluded.items;
      elsif tg_op = 'DELETE' then
        insert into media_day as known (owner_id, day, items)
          select owner_id, (timeline_at at time zone 'UTC')::date as day, -count(*) from changed_from where listed group by 1, 2 order by 1, 2
          on conflict (owner_id, day) do update set items = known.items + excluded.items;
      else
        insert into media_day as known (owner_id, day, items)
          select owner_id, day, sum(change) from (
            select owner_id, (timeline_at at time zone 'UTC')::date as day, -1 as change from changed_from where listed
            union all
            select owner_id, (timeline_at at time zone 'UTC')::date, 1 from changed_to where listed
          ) changes group by 1, 2 having sum(change) <> 0 order by 1, 2
          on conflict (owner_id, day) do update set items = known.items + excluded.items;
      end if;
      return null;
    end $$;
    create trigger media_day_insert after insert on media
      referencing new table as changed_to for each statement execute function media_day_change();
    create trigger media_day_delete after delete on media
      referencing old table as changed_from for each statement execute function media_day_change();
    create trigger media_day_update after update on media
      referencing old table as changed_from new table as changed_to for each statement execute function media_day_change();

    -- What was asked for as one download; taken from the time of asking for a while.
    create table download (
      id uuid primary key,
      owner_id uuid not null,
      media_ids uuid[] not null,
      with_place boolean not null,
      expires_at timestamptz not null
    );
    create index download_expiry on download (expires_at);

    create table media_look (
      media_id uuid primary key references media (id) on delete cascade,
      owner_id uuid not null,
      outline bit(64) not null,
      steps bit(64) not null,
      -- Outlines that differ in six bits at most are equal in one of seven bands at least.
      bands integer[] not null generated always as (array[${bandValues.join(", ")}]) stored
    );
    create index media_look_bands on media_look using gin (owner_id, bands);

    create table media_alike (
      owner_id uuid not null,
      media_id uuid not null,
      other_id uuid not null,
      dismissed boolean not null default false,
      primary key (media_id, other_id),
      check (media_id > other_id)
    );
    create index media_alike_open on media_alike (owner_id, media_id desc) where not dismissed;
    create index media_alike_other on media_alike (other_id);

    -- Of a live photo: its moving part, whose live_of names the photo.
    alter table media add column live_video uuid references media (id) on delete set null;
    create index media_live_video on media (live_video) where live_video is not null;
    create index media_content_id on media (owner_id, (facts ->> 'contentId')) where facts \\? 'contentId';

    insert into media_day (owner_id, day, items)
      select owner_id, (timeline_at at time zone 'UTC')::date, count(*) from media where listed group by 1, 2;
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index media_content_id;
    alter table media drop column live_video;
    drop table media_alike, media_look;
    drop trigger media_day_insert on media;
    drop trigger media_day_delete on media;
    drop trigger media_day_update on media;
    drop function media_day_change();
    drop table download, media_day;
    drop index media_favourites, media_trash, media_trash_age, media_place, media_camera, media_live, media_search, media_timeline;
    alter table media
      drop column search_text, drop column camera, drop column longitude, drop column latitude, drop column listed,
      drop column live_of, drop column edited, drop column caption, drop column favourite, drop column trashed_at;
    create index media_timeline on media (owner_id, timeline_at desc, id desc) where state not in ('receiving', 'deleted');
  `);
}
