import type { Knex } from "knex";

const listed = "role in ('image', 'poster') and width is not null and height is not null";
const asJson = "json_agg(json_build_array(name, content_type, width, height, size_bytes) order by width, name)";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- The pictures of the current run, as its renditions have them, narrow ones first: [name, type, width, height, bytes]. So a page of a list
    -- is read from one table instead of ten rows for each of its own. Arrays, as with the names of fields most rows would be long enough
    -- for Postgres to compress them; json, as nothing ever looks into it.
    alter table media add column images json not null default '[]';

    create function media_images(of_media uuid, of_generation integer) returns json language sql stable as $$
      select coalesce(${asJson}, '[]') from rendition where media_id = of_media and generation = of_generation and ${listed}
    $$;

    create function media_images_change() returns trigger language plpgsql as $$
    begin
      -- The outputs of an earlier run come and go without a lock of the media, and are shown no more.
      update media set images = media_images(media.id, media.generation)
      from (select distinct media_id, generation from changed where ${listed}) run
      where media.id = run.media_id and media.generation = run.generation;
      return null;
    end $$;
    create trigger media_images_insert after insert on rendition
      referencing new table as changed for each statement execute function media_images_change();
    create trigger media_images_update after update on rendition
      referencing new table as changed for each statement execute function media_images_change();
    create trigger media_images_delete after delete on rendition
      referencing old table as changed for each statement execute function media_images_change();

    create function media_images_of_run() returns trigger language plpgsql as $$
    begin
      new.images := media_images(new.id, new.generation);
      return new;
    end $$;
    create trigger media_images_run before update of generation on media for each row
      when (old.generation <> new.generation) execute function media_images_of_run();

    -- Nothing of what the other triggers keep depends on it.
    alter table media disable trigger user;
    update media set images = made.images
      from (select media_id, generation, ${asJson} as images from rendition where ${listed} group by media_id, generation) made
      where made.media_id = media.id and made.generation = media.generation;
    alter table media enable trigger user;
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger media_images_run on media;
    drop trigger media_images_insert on rendition;
    drop trigger media_images_update on rendition;
    drop trigger media_images_delete on rendition;
    drop function media_images_of_run, media_images_change, media_images;
    alter table media drop column images;
  `);
}
