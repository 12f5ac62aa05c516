import { deleteMedia, listWithOriginal } from "@mediashare/core";
import { DomainError } from "@mediashare/kit";
import { hasObject } from "../intake/take-object.ts";
import { retryOutage } from "../retry-outage.ts";
import { forEachLimited } from "./for-each-limited.ts";
import type { RestoreReport } from "./report.ts";
import type { RestoreDeps } from "./restore.ts";

const batchSize = 1_000;
const askedAtOnce = 32;

/** More media are without their original than were said to be deleted. */
export class TooManyMissingError extends DomainError {
  readonly code = "too_many_missing";
}

/** Finds the media whose original is not in the bucket and, where it is to, marks them as deleted. */
export async function findEmptyRows(deps: RestoreDeps, report: RestoreReport): Promise<void> {
  for (let afterId: string | undefined; ; ) {
    const rows = await retryOutage(() => listWithOriginal(deps.db, { afterId, limit: batchSize }));
    if (rows.length === 0) return;
    await forEachLimited(rows, askedAtOnce, async ({ id, owner_id: ownerId, original_key: key }) => {
      report.rows += 1;
      if (await hasObject(deps.originals, key)) return;
      report.empty.add(id);
      if (!deps.apply || deps.deleteMissing === undefined) return;
      if (report.empty.count > deps.deleteMissing)
        throw new TooManyMissingError(
          `More than ${deps.deleteMissing} media are without their original. Look whether the bucket is the right one; a dry run tells how many there are.`,
        );
      if (await retryOutage(() => deleteMedia(deps.db, { ids: [id], ownerId }))) report.deleted += 1;
    });
    deps.onProgress(report);
    afterId = rows.at(-1)?.id;
  }
}
