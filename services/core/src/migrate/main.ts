import { createLogger, isDatabaseUnavailable, loadConfig, retryWhile } from "@mediashare/kit";
import { databaseAddress } from "../db/database-address.ts";
import { migrate } from "../db/migrate.ts";
import { openDatabase } from "../db/open-database.ts";
import { migrationVariables } from "./variables.ts";

/** A database that is new beside the pipeline takes a while to be there. */
const patienceMs = 300_000;

const config = loadConfig(migrationVariables);
const logger = createLogger({ service: "migrate", level: config.logLevel });
const db = openDatabase({ ...databaseAddress(config), poolSize: 2, applicationName: "mediashare-migrate" });
try {
  const applied = await retryWhile(() => migrate(db), { isPassing: isDatabaseUnavailable, patienceMs, longestDelayMs: 5_000 });
  logger.info({ applied }, "the schema is up to date");
} finally {
  await db.destroy();
}
