import { databaseAddress, migrate, openDatabase, openStores, storageVariables, storeOptions } from "@mediashare/core";
import { parseEnv } from "@mediashare/kit";
import { parseOptions } from "./parse-options.ts";
import { remakeRenditions } from "./remake-renditions.ts";
import { renderRemakeProgress, renderRemakeReport } from "./render-remake-report.ts";
import { renderProgress, renderReport } from "./render-report.ts";
import { restore } from "./restore.ts";

export const restoreUsage = `usage: mediashare restore [--apply] [options]
       mediashare restore --renditions [--apply]

Makes a database that comes from a backup agree with the bucket of originals. Files that were stored since, and have no row, become
media again under the ids that people were told, and are processed anew. Without --apply it only says what it would do.
Run it before the fleets run on the restored database: their sweeps would take the newest files for abandoned ones.
It can be stopped and run again at any time.

  --apply              makes rows, tasks and messages for what is missing
  --dry-run            only says what would be done; so it is without --apply
  --delete-missing N   also marks media as deleted whose original is gone, at most N: the number that a dry run told
  --renditions         instead of that, finds media of which the bucket of renditions lacks something that was made of them, and has it
                       made again; the fleets may run meanwhile

The environment names database and bucket, as for the upload fleet: MEDIASHARE_DATABASE_URL, MEDIASHARE_ORIGINALS_BUCKET,
MEDIASHARE_RENDITIONS_BUCKET, MEDIASHARE_REGION, for a store on disk MEDIASHARE_STORAGE=disk and MEDIASHARE_STORAGE_PATH. The schema is brought up to date first.`;

const restoreVariables = ["MEDIASHARE_DATABASE_URL", "MEDIASHARE_DATABASE_CA", "MEDIASHARE_DATABASE_POOL", ...storageVariables] as const;
const progressEveryMs = 5_000;

export interface RestoreSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Takes a line of progress. */
  readonly say: (line: string) => void;
}

/**
 * Runs the command line of a restore.
 * @returns what was found and done
 * @throws RestoreUsageError, ConfigError, the store's errors
 */
export async function runRestore(args: readonly string[], { environment, say }: RestoreSurroundings): Promise<string> {
  const options = parseOptions(args);
  const { apply } = options;
  const config = parseEnv(restoreVariables, environment);
  const { originals, renditions } = openStores(storeOptions(config));
  await originals.check();
  if (options.renditions) await renditions.check();
  const db = openDatabase({ ...databaseAddress(config), poolSize: config.databasePool, applicationName: "mediashare-restore" });
  try {
    await migrate(db);
    if (options.renditions)
      return renderRemakeReport(
        await remakeRenditions({ db, originals, renditions, apply, onProgress: sometimes(say, renderRemakeProgress) }),
        options,
      );
    return renderReport(await restore({ db, originals, ...options, onProgress: sometimes(say, renderProgress) }), options);
  } finally {
    await db.destroy();
  }
}

function sometimes<Report>(say: (line: string) => void, render: (report: Report) => string): (report: Report) => void {
  let saidAtMs = performance.now();
  return (report) => {
    if (performance.now() - saidAtMs < progressEveryMs) return;
    saidAtMs = performance.now();
    say(render(report));
  };
}
