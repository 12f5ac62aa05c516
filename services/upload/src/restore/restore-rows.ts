import { objectKeys, parseOriginalKey } from "@mediashare/contract";
import { listByOriginalKey, ObjectNotFoundError } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import { nameInboxObject } from "../intake/adopt-object.ts";
import { type FoundObject, takeObject } from "../intake/take-object.ts";
import { retryOutage } from "../retry-outage.ts";
import { silentMs } from "../sweeps/upload-sweeps.ts";
import { forEachLimited } from "./for-each-limited.ts";
import type { RestoreReport } from "./report.ts";
import type { RestoreDeps } from "./restore.ts";

const prefixes = [objectKeys.originalsPrefix, objectKeys.inboxPrefix];
const batchSize = 1_000;
/** Each streams one object, so this bounds memory and the load on the bucket. */
const takenAtOnce = 4;

/** Finds the objects that no media stands for and, where it is to, makes media of them. */
export async function restoreRows(deps: RestoreDeps, report: RestoreReport): Promise<void> {
  for (const prefix of prefixes) {
    let batch: FoundObject[] = [];
    for await (const { key } of deps.originals.list(prefix)) {
      const found = nameObject(key);
      if (!found) continue;
      batch.push(found);
      if (batch.length < batchSize) continue;
      await restoreBatch(deps, batch, report);
      batch = [];
    }
    await restoreBatch(deps, batch, report);
  }
}

function nameObject(key: string): FoundObject | undefined {
  const named = parseOriginalKey(key) ?? nameInboxObject(key);
  return named && { key, fileName: undefined, ...named, hasRow: false };
}

async function restoreBatch(deps: RestoreDeps, objects: readonly FoundObject[], report: RestoreReport): Promise<void> {
  const rows = await retryOutage(() =>
    listByOriginalKey(
      deps.db,
      objects.map(({ key }) => key),
      silentMs,
    ),
  );
  const known = new Map(rows.map((row) => [row.original_key, row]));
  const orphans: FoundObject[] = [];
  for (const object of objects) {
    const row = known.get(object.key);
    if (!row) report.unknown.add(object.key);
    else if (row.state === "receiving" && row.silent) report.uncommitted.add(object.key);
    else continue;
    orphans.push({ ...object, hasRow: row !== undefined });
  }
  report.originals += objects.length;
  if (deps.apply) await forEachLimited(orphans, takenAtOnce, (orphan) => restoreObject(deps, orphan, report));
  deps.onProgress(report);
}

async function restoreObject(deps: RestoreDeps, object: FoundObject, report: RestoreReport): Promise<void> {
  try {
    const { duplicate } = await retryOutage(() => takeObject(deps, object));
    if (duplicate) report.duplicates += 1;
    else report.restored += 1;
  } catch (error) {
    // Deleted since it was listed.
    if (error instanceof ObjectNotFoundError) return;
    if (!(error instanceof ProblemError)) throw error;
    report.refused.add(object.key);
  }
  deps.onProgress(report);
}
