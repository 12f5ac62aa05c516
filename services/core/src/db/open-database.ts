import knex, { type Knex } from "knex";
import pg from "pg";
import { connectionOf, type DatabaseAddress } from "./database-address.ts";

export type { Knex } from "knex";

/** A pool of connections, or a transaction on one of them: what every operation takes. */
export type Database = Knex | Knex.Transaction;

export interface DatabaseOptions extends DatabaseAddress {
  readonly poolSize: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
}

/** How long a call waits for a free connection before it fails as unavailable. */
const acquireTimeoutMs = 10_000;

/** Opens no connection yet. End it with `destroy()`. */
export function openDatabase(options: DatabaseOptions): Knex {
  return knex({
    client: "pg",
    connection: {
      ...connectionOf(options),
      application_name: options.applicationName,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      types: numericBigints(),
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: options.poolSize, acquireTimeoutMillis: acquireTimeoutMs, idleTimeoutMillis: 30_000 },
    acquireConnectionTimeout: acquireTimeoutMs,
  });
}

/** bigint columns hold byte counts and times, all below 2^53: as numbers they need no conversion at every use. */
function numericBigints(): pg.CustomTypesConfig {
  const overrides = new pg.TypeOverrides();
  overrides.setTypeParser(pg.types.builtins.INT8, Number);
  return overrides;
}
