import { setTimeout as sleep } from "node:timers/promises";
import { isDatabaseUnavailable, type Logger, retryWhile } from "@mediashare/kit";
import type { Knex } from "knex";
import { refuseUntrusted } from "./database-address.ts";
import { lockKeys } from "./lock-keys.ts";
import * as media from "./migrations/0001-media.ts";
import * as accounts from "./migrations/0002-accounts.ts";
import * as library from "./migrations/0003-library.ts";
import * as albums from "./migrations/0004-albums.ts";
import * as operation from "./migrations/0005-operation.ts";
import * as webhooks from "./migrations/0005-webhooks.ts";
import * as oidc from "./migrations/0006-oidc.ts";
import * as shareDownloads from "./migrations/0008-share-downloads.ts";
import * as shareCaptions from "./migrations/0009-share-captions.ts";
import * as map from "./migrations/0010-map.ts";
import * as sharedUploads from "./migrations/0011-shared-uploads.ts";
import * as placeNames from "./migrations/0012-place-names.ts";
import * as mediaImages from "./migrations/0013-media-images.ts";
import * as mediaDays from "./migrations/0014-media-days.ts";
import * as mediaMonths from "./migrations/0015-media-months.ts";
import * as searchDates from "./migrations/0016-search-dates.ts";

const migrations: Readonly<Record<string, Knex.Migration>> = {
  "0001-media": media,
  "0002-accounts": accounts,
  "0003-library": library,
  "0004-albums": albums,
  "0005-webhooks": webhooks,
  "0005-operation": operation,
  "0006-oidc": oidc,
  "0008-share-downloads": shareDownloads,
  "0009-share-captions": shareCaptions,
  "0010-map": map,
  "0011-shared-uploads": sharedUploads,
  "0012-place-names": placeNames,
  "0013-media-images": mediaImages,
  "0014-media-days": mediaDays,
  "0015-media-months": mediaMonths,
  "0016-search-dates": searchDates,
};

const tableName = "migration";
/** A database that is new beside the fleets takes a while to be there. */
const patienceMs = 60_000;

const source: Knex.MigrationSource<string> = {
  getMigrations: async () => Object.keys(migrations),
  getMigrationName: (name) => name,
  getMigration: async (name) => migrations[name] as Knex.Migration,
};

/**
 * Brings the schema up to date. Any number of processes may call it at once: one works, the others wait.
 * An advisory lock is the guard, as Postgres frees it when its holder dies; knex's own lock row would stay taken
 * after a kill, so it is freed first.
 * @returns the names of the migrations that were missing
 */
export async function migrate(db: Knex): Promise<readonly string[]> {
  const migrating = db.transaction(async (guard) => {
    await guard.raw("select pg_advisory_xact_lock(?)", [lockKeys.migrations]);
    // Not validated: a release that is rolled back to finds migrations of the newer one, with which it works.
    const config = { migrationSource: source, tableName, disableMigrationsListValidation: true };
    await db.migrate.forceFreeMigrationsLock(config);
    const [, applied] = (await db.migrate.latest(config)) as [number, string[]];
    return applied;
  });
  return migrating.catch(refuseUntrusted);
}

/** Waits until the schema has all that this release needs. Fleets never migrate: that is a step of its own, before them. */
export async function untilMigrated(db: Knex, { logger, intervalMs = 1_000 }: { logger: Logger; intervalMs?: number }): Promise<void> {
  for (let told = 0; ; await sleep(intervalMs)) {
    const missing = await retryWhile(() => listMissing(db).catch(refuseUntrusted), {
      isPassing: isDatabaseUnavailable,
      patienceMs,
      longestDelayMs: 2_000,
    });
    if (missing.length === 0) return;
    if (missing.length !== told) logger.info({ missing }, "waiting for the schema to be migrated");
    told = missing.length;
  }
}

async function listMissing(db: Knex): Promise<readonly string[]> {
  if (!(await db.schema.hasTable(tableName))) return Object.keys(migrations);
  const applied = new Set(await db(tableName).pluck<string[]>("name"));
  return Object.keys(migrations).filter((name) => !applied.has(name));
}
