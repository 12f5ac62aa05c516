import type { Knex } from "knex";
import { lockKeys } from "./lock-keys.ts";
import * as media from "./migrations/0001-media.ts";

const migrations: Readonly<Record<string, Knex.Migration>> = {
  "0001-media": media,
};

const source: Knex.MigrationSource<string> = {
  getMigrations: async () => Object.keys(migrations),
  getMigrationName: (name) => name,
  getMigration: async (name) => migrations[name] as Knex.Migration,
};

/**
 * Brings the schema up to date. Any number of processes may call it at once: one works, the others wait.
 * An advisory lock is the guard, as Postgres frees it when its holder dies; knex's own lock row would stay taken
 * after a kill, so it is freed first.
 */
export async function migrate(db: Knex): Promise<void> {
  await db.transaction(async (guard) => {
    await guard.raw("select pg_advisory_xact_lock(?)", [lockKeys.migrations]);
    const config = { migrationSource: source, tableName: "migration" };
    await db.migrate.forceFreeMigrationsLock(config);
    await db.migrate.latest(config);
  });
}
