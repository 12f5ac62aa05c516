import type { Knex } from "knex";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- Whoever writes media now would count by day, and by months only after.
    lock table media in share row exclusive mode;

    -- How many media an owner's timeline has on each day of UTC, in a row for each month: of twenty years that is 240 rows instead of 7,000.
    create table media_month (
      owner_id uuid not null,
      -- Its first day.
      month date not null,
      -- Of the first of the month to the 31st, also where it has none.
      items integer[] not null check (array_length(items, 1) = 31),
      primary key (owner_id, month)
    );

    create function media_month_items(of_days integer[], counts integer[]) returns integer[] language sql immutable as $$
      select array_agg(coalesce(given.items, 0) order by n) from generate_series(1, 31) n
        left join unnest(of_days, counts) given (day, items) on given.day = n
    $$;
    create function media_month_sum(one integer[], other integer[]) returns integer[] language sql immutable as $$
      select array_agg(a + b order by n) from unnest(one, other) with ordinality as both_of (a, b, n)
    $$;
    insert into media_month (owner_id, month, items) ${byMonth("select owner_id, day, items from media_day")};

    drop trigger media_day_insert on media;
    drop trigger media_day_delete on media;
    drop trigger media_day_update on media;
    drop function media_day_change();
    drop table media_day;
    -- As processes of the release before, which may run beside this one, read it.
    create view media_day as
      select owner_id, month + n::integer - 1 as day, each.items::bigint as items
      from media_month cross join unnest(media_month.items) with ordinality as each (items, n) where each.items <> 0;

    ${keepSummary("media_month", addMonths)}
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    lock table media in share row exclusive mode;
    drop trigger media_month_insert on media;
    drop trigger media_month_delete on media;
    drop trigger media_month_update on media;
    drop function media_month_change();
    alter view media_day rename to media_day_of_months;
    create table media_day (owner_id uuid not null, day date not null, items bigint not null, primary key (owner_id, day) include (items));
    insert into media_day (owner_id, day, items) select owner_id, day, items from media_day_of_months;
    drop view media_day_of_months;
    drop table media_month;
    drop function media_month_items, media_month_sum;

    ${keepSummary("media_day", addDays)}
  `);
}

/** What keeps a summary right: a function, and a trigger for each kind of statement. */
const keepSummary = (table: string, addTo: (days: string) => string) => `
    create function ${table}_change() returns trigger language plpgsql as $$
    begin
      -- In order of the key: two statements that touch the same rows of it wait for each other instead of dead-locking.
      if tg_op = 'INSERT' then
        ${addTo(daysOf("changed_to", 1))};
      elsif tg_op = 'DELETE' then
        ${addTo(daysOf("changed_from", -1))};
      else
        ${addTo(`${daysOf("changed_from", -1)} union all ${daysOf("changed_to", 1)}`)};
      end if;
      return null;
    end $$;
    create trigger ${table}_insert after insert on media
      referencing new table as changed_to for each statement execute function ${table}_change();
    create trigger ${table}_delete after delete on media
      referencing old table as changed_from for each statement execute function ${table}_change();
    create trigger ${table}_update after update on media
      referencing old table as changed_from new table as changed_to for each statement execute function ${table}_change();`;

/** The days of what is listed of the rows that a statement wrote. */
const daysOf = (rows: string, items: 1 | -1) =>
  `select owner_id, (timeline_at at time zone 'UTC')::date as day, ${items} as items from ${rows} where listed`;

const byDay = (days: string) => `select owner_id, day, sum(items) as items from (${days}) each group by 1, 2 having sum(items) <> 0`;

const byMonth = (days: string) =>
  `select owner_id, date_trunc('month', day::timestamp)::date,
     media_month_items(array_agg(extract(day from day)::integer), array_agg(items::integer))
   from (${byDay(days)}) counted group by 1, 2 order by 1, 2`;

const addMonths = (days: string) =>
  `insert into media_month as known (owner_id, month, items) ${byMonth(days)}
   on conflict (owner_id, month) do update set items = media_month_sum(known.items, excluded.items)`;

const addDays = (days: string) =>
  `insert into media_day as known (owner_id, day, items) ${byDay(days)} order by 1, 2
   on conflict (owner_id, day) do update set items = known.items + excluded.items`;
