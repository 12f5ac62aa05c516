import type { Knex } from "knex";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table album (
      id uuid primary key,
      owner_id uuid not null references account (id) on delete cascade,
      title text not null,
      description text not null default '',
      cover_item_id uuid,
      comments_on boolean not null default true,
      likes_on boolean not null default true,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index album_of_owner on album (owner_id);

    create table album_member (
      album_id uuid not null references album (id) on delete cascade,
      account_id uuid not null references account (id) on delete cascade,
      role text not null check (role in ('viewer', 'contributor', 'editor')),
      created_at timestamptz not null default now(),
      primary key (album_id, account_id)
    );
    create index album_member_account on album_member (account_id);

    create table album_item (
      id uuid primary key,
      album_id uuid not null references album (id) on delete cascade,
      order_key text collate "C" not null,
      kind text not null check (kind in ('media', 'section', 'note')),
      media_id uuid references media (id) on delete cascade,
      text text,
      added_by uuid not null references account (id) on delete cascade,
      share_link_id uuid,
      created_at timestamptz not null default now(),
      check ((kind = 'media') = (media_id is not null)),
      check ((kind = 'media') = (text is null))
    );
    create unique index album_item_order on album_item (album_id, order_key);
    create unique index album_item_once on album_item (album_id, media_id) where media_id is not null;
    create index album_item_of_media on album_item (media_id) where media_id is not null;
    alter table album add foreign key (cover_item_id) references album_item (id) on delete set null;

    create table album_comment (
      id uuid primary key,
      album_id uuid not null references album (id) on delete cascade,
      item_id uuid references album_item (id) on delete cascade,
      author_id uuid not null references account (id) on delete cascade,
      body text not null,
      created_at timestamptz not null default now()
    );
    create index album_comment_order on album_comment (album_id, id);
    create index album_comment_item on album_comment (item_id) where item_id is not null;

    create table album_like (
      album_id uuid not null references album (id) on delete cascade,
      item_id uuid references album_item (id) on delete cascade,
      account_id uuid not null references account (id) on delete cascade,
      created_at timestamptz not null default now(),
      unique nulls not distinct (album_id, item_id, account_id)
    );
    create index album_like_item on album_like (item_id) where item_id is not null;

    create table album_activity (
      id uuid primary key,
      album_id uuid not null references album (id) on delete cascade,
      actor_id uuid references account (id) on delete cascade,
      kind text not null,
      count integer not null default 1,
      subject_id uuid,
      created_at timestamptz not null default now()
    );
    create index album_activity_order on album_activity (album_id, created_at desc, id desc);

    create table share_link (
      id uuid primary key,
      token_hash bytea not null unique,
      owner_id uuid not null references account (id) on delete cascade,
      album_id uuid references album (id) on delete cascade,
      media_id uuid references media (id) on delete cascade,
      password_hash text,
      expires_at timestamptz,
      allows_upload boolean not null default false,
      allows_download boolean not null default false,
      revoked_at timestamptz,
      view_count bigint not null default 0,
      last_viewed_at timestamptz,
      created_at timestamptz not null default now(),
      check (num_nonnulls(album_id, media_id) = 1),
      check (album_id is not null or not allows_upload)
    );
    create index share_link_owner on share_link (owner_id, created_at desc, id);
    create index share_link_album on share_link (album_id) where album_id is not null;
    create index share_link_media on share_link (media_id) where media_id is not null;
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    alter table album drop constraint album_cover_item_id_fkey;
    drop table share_link, album_activity, album_like, album_comment, album_item, album_member, album;
  `);
}
