import {
  deliveryKeys,
  type Knex,
  listReady,
  listRenditions,
  listSegments,
  type MediaRow,
  type ObjectStore,
  remakeMedia,
} from "@mediashare/core";
import { hasObject } from "../intake/take-object.ts";
import { retryOutage } from "../retry-outage.ts";
import { forEachLimited } from "./for-each-limited.ts";
import { Finding } from "./report.ts";

const batchSize = 1_000;
const askedAtOnce = 16;

export interface RemakeDeps {
  readonly db: Knex;
  readonly originals: ObjectStore;
  readonly renditions: ObjectStore;
  /** False: only say what would be done. */
  readonly apply: boolean;
  readonly onProgress: (report: RemakeReport) => void;
}

/** What was looked at, and what is made again. */
export class RemakeReport {
  /** Media of which everything had been made. */
  ready = 0;
  /** Of them: those of which the bucket lacks something. */
  readonly lacking = new Finding();
  /** Of them: those whose original is gone too. They are left as they are. */
  readonly hopeless = new Finding();
  /** Of the others: what waits to be processed now. */
  remade = 0;
}

/**
 * Finds the media of which the bucket of renditions lacks something and, where it is to, has all of it made again from their originals:
 * after the loss of a zone that the bucket's storage class keeps them in, or of the bucket. Every media is a transaction of its own, so
 * it can be killed and run again at any time, also while the fleets run.
 */
export async function remakeRenditions(deps: RemakeDeps): Promise<RemakeReport> {
  const report = new RemakeReport();
  for (let afterId: string | undefined; ; ) {
    const rows = await retryOutage(() => listReady(deps.db, { afterId, limit: batchSize }));
    if (rows.length === 0) return report;
    await forEachLimited(rows, askedAtOnce, async (media) => {
      report.ready += 1;
      if (!(await lacksOutput(deps, media))) return;
      report.lacking.add(media.id);
      if (!(await hasObject(deps.originals, media.original_key))) report.hopeless.add(media.id);
      else if (deps.apply && (await retryOutage(() => remakeMedia(deps.db, media)))) report.remade += 1;
    });
    deps.onProgress(report);
    afterId = rows.at(-1)?.id;
  }
}

async function lacksOutput({ db, renditions }: RemakeDeps, media: Pick<MediaRow, "id" | "generation">): Promise<boolean> {
  const missing = new Set(await retryOutage(() => listOutputs(db, media)));
  for await (const { key } of renditions.list(deliveryKeys.generationPrefix(media.id, media.generation))) missing.delete(key);
  return missing.size > 0;
}

async function listOutputs(db: Knex, media: Pick<MediaRow, "id" | "generation">): Promise<string[]> {
  const [outputs, segments] = await Promise.all([listRenditions(db, media), listSegments(db, media)]);
  // A track's playlist has no row of its own: the multivariant one names it after its track.
  const tracks = outputs.filter(({ role }) => role === "video" || role === "audio");
  const playlists = tracks.map(({ name }) => `${deliveryKeys.generationPrefix(media.id, media.generation)}${name}.m3u8`);
  return [...outputs, ...segments].map(({ key }) => key).concat(playlists);
}
