import type { Knex } from "knex";

const words = `file_name || ' ' || caption || ' ' || coalesce(facts #>> '{camera,make}', '') || ' ' || coalesce(facts #>> '{camera,model}', '')
  || ' ' || coalesce(facts #>> '{camera,lens}', '') || ' ' || coalesce(place_name, '')`;
const searchIndex =
  "create index media_search on media using gin (owner_id, search_text gin_trgm_ops) where listed and state in ('ready', 'failed')";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- The day as people search for it, 2024-06-15 june: by the clock where the picture was taken, where that is known.
    create function media_day_words(local text, instant timestamptz) returns text language sql immutable as $$
      select day || case substr(day, 6, 2)
        when '01' then ' january' when '02' then ' february' when '03' then ' march' when '04' then ' april'
        when '05' then ' may' when '06' then ' june' when '07' then ' july' when '08' then ' august'
        when '09' then ' september' when '10' then ' october' when '11' then ' november' when '12' then ' december'
        else '' end
      from (select coalesce(left(local, 10), (
        select extract(year from utc) || '-' || lpad(extract(month from utc)::text, 2, '0') || '-' || lpad(extract(day from utc)::text, 2, '0')
        from (select instant at time zone 'UTC' as utc) as at)) as day) as taken
    $$;
    alter table media
      drop column search_text,
      add column search_text text generated always as (
        lower(${words}) || ' ' || media_day_words(coalesce(edited #>> '{capturedLocal}', facts #>> '{capturedLocal}'), timeline_at)
      ) stored;
    ${searchIndex};
    -- Nothing is known of a new column, and nobody would look soon: a word that all media have would be taken for a rare one until then.
    analyze media (search_text);
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    alter table media
      drop column search_text,
      add column search_text text generated always as (lower(${words})) stored;
    drop function media_day_words;
    ${searchIndex};
    analyze media (search_text);
  `);
}
