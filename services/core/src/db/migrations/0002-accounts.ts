import type { Knex } from "knex";

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table account (
      id uuid primary key,
      email text unique check (email = lower(email)),
      name text not null,
      role text not null check (role in ('administrator', 'member')),
      state text not null default 'active' check (state in ('active', 'disabled')),
      password_hash text,
      quota_bytes bigint check (quota_bytes >= 0),
      used_bytes bigint not null default 0,
      reserved_bytes bigint not null default 0,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );

    create table session (
      id uuid primary key,
      account_id uuid not null references account (id) on delete cascade,
      secret_hash bytea not null unique,
      user_agent text not null,
      created_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      expires_at timestamptz not null
    );
    create index session_account on session (account_id);

    create table api_token (
      id uuid primary key,
      account_id uuid not null references account (id) on delete cascade,
      name text not null,
      secret_hash bytea not null unique,
      scopes text[] not null,
      created_at timestamptz not null default now(),
      used_at timestamptz,
      expires_at timestamptz
    );
    create index api_token_account on api_token (account_id);

    create table invitation (
      id uuid primary key,
      secret_hash bytea not null unique,
      email text,
      role text not null check (role in ('administrator', 'member')),
      quota_bytes bigint check (quota_bytes >= 0),
      invited_by uuid references account (id) on delete set null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null
    );

    create table password_reset (
      secret_hash bytea primary key,
      account_id uuid not null references account (id) on delete cascade,
      expires_at timestamptz not null
    );

    create table used_link (
      id uuid primary key,
      expires_at timestamptz not null
    );

    create unlogged table rate_limit (
      key text primary key,
      empty_at timestamptz not null
    );

    alter table media add column reserved_bytes bigint not null default 0 check (reserved_bytes >= 0);

    create function count_media() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        update account set used_bytes = used_bytes + use.used, reserved_bytes = reserved_bytes + use.reserved
        from (
          select owner_id, sum(case state when 'receiving' then 0 else coalesce(size_bytes, 0) end) as used,
            sum(case state when 'receiving' then media.reserved_bytes else 0 end) as reserved
          from changed media group by owner_id
        ) use
        where account.id = use.owner_id and (use.used <> 0 or use.reserved <> 0);
        if exists (
          select from changed join account on account.id = changed.owner_id
          where changed.state = 'receiving' and changed.reserved_bytes > 0
            and account.quota_bytes < account.used_bytes + account.reserved_bytes
        ) then
          raise exception 'quota exceeded' using errcode = 'MSQ01';
        end if;
      else
        update account set used_bytes = used_bytes - use.used, reserved_bytes = reserved_bytes - use.reserved
        from (
          select owner_id, sum(case state when 'receiving' then 0 else coalesce(size_bytes, 0) end) as used,
            sum(case state when 'receiving' then media.reserved_bytes else 0 end) as reserved
          from changed media group by owner_id
        ) use
        where account.id = use.owner_id and (use.used <> 0 or use.reserved <> 0);
      end if;
      return null;
    end $$;
    create trigger media_added after insert on media referencing new table as changed
      for each statement execute function count_media();
    create trigger media_removed after delete on media referencing old table as changed
      for each statement execute function count_media();

    create function recount_media() returns trigger language plpgsql as $$
    begin
      update account set
        used_bytes = used_bytes
          + case new.state when 'receiving' then 0 else coalesce(new.size_bytes, 0) end
          - case old.state when 'receiving' then 0 else coalesce(old.size_bytes, 0) end,
        reserved_bytes = reserved_bytes
          + case new.state when 'receiving' then new.reserved_bytes else 0 end
          - case old.state when 'receiving' then old.reserved_bytes else 0 end
      where id = new.owner_id;
      if new.state = 'receiving' and new.reserved_bytes > old.reserved_bytes and exists (
        select from account where id = new.owner_id and quota_bytes < used_bytes + account.reserved_bytes
      ) then
        raise exception 'quota exceeded' using errcode = 'MSQ01';
      end if;
      return null;
    end $$;
    create trigger media_changed after update on media for each row
      when (
        (old.state = 'receiving') <> (new.state = 'receiving')
        or old.size_bytes is distinct from new.size_bytes
        or old.reserved_bytes <> new.reserved_bytes
      )
      execute function recount_media();
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop trigger media_added on media;
    drop trigger media_removed on media;
    drop trigger media_changed on media;
    drop function count_media, recount_media;
    alter table media drop column reserved_bytes;
    drop table rate_limit, used_link, password_reset, invitation, api_token, session, account;
  `);
}
