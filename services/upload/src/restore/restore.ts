import type { TakeDeps } from "../intake/take-object.ts";
import { findEmptyRows } from "./find-empty-rows.ts";
import { RestoreReport } from "./report.ts";
import { restoreRows } from "./restore-rows.ts";

export interface RestoreDeps extends TakeDeps {
  /** False: only say what would be done. */
  readonly apply: boolean;
  /** Most media to mark as deleted because their original is gone; undefined: none. */
  readonly deleteMissing: number | undefined;
  readonly onProgress: (report: RestoreReport) => void;
}

/**
 * Makes a database that comes from a backup agree with the bucket: what was stored since becomes media again, under the ids
 * that were told, and is processed. Every object is its own transaction, so it can be killed and run again at any time.
 */
export async function restore(deps: RestoreDeps): Promise<RestoreReport> {
  const report = new RestoreReport();
  await restoreRows(deps, report);
  await findEmptyRows(deps, report);
  return report;
}
