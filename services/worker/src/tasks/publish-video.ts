import { completeTask, countOthersUnfinished, type Knex, publishMedia, putRenditions, type TaskRow, withLease } from "@mediashare/core";
import { retryOutage } from "../retry-outage.ts";
import type { TaskContext } from "../task-context.ts";
import { immutable, renditionRow, storeOutput } from "./outputs.ts";
import { mainPlaylist, renderPlaylists } from "./render-playlists.ts";
import type { TaskDeps } from "./task-deps.ts";
import { readTracks } from "./video-tracks.ts";

/** A growing playlist is asked for again about once a segment. */
const growing = "public, max-age=2";
const contentType = "application/vnd.apple.mpegurl";

/** Tells players of the segments that have come to stand, and makes the video playable once every track has its first. */
export async function publishGrowing(deps: TaskDeps, context: TaskContext): Promise<void> {
  await withLease(deps.db, context.lease, (trx, task) => publish(deps, context, trx, task, false));
}

/**
 * Completes a task of a video together with its last effect. The one that finds no other unfinished writes the final playlists
 * and makes the media ready: all under the media's lock, so that an older state never overwrites a newer one.
 */
export async function completeVideoTask(
  deps: TaskDeps,
  context: TaskContext,
  effect: (trx: Knex.Transaction, task: TaskRow) => Promise<void> = async () => undefined,
): Promise<void> {
  await retryOutage(
    () =>
      withLease(deps.db, context.lease, async (trx, task) => {
        await effect(trx, task);
        await completeTask(trx, task);
        await publish(deps, context, trx, task, (await countOthersUnfinished(trx, task)) === 0);
      }),
    context.signal,
  );
}

async function publish(deps: TaskDeps, context: TaskContext, trx: Knex.Transaction, task: TaskRow, complete: boolean): Promise<void> {
  const playlists = renderPlaylists(await readTracks(trx, task), complete);
  if (playlists.length === 0) return;
  // The multivariant playlist last: it names the others.
  for (const { name, text } of playlists) {
    const bytes = Buffer.from(text);
    const cacheControl = complete ? immutable : growing;
    const key = await storeOutput(deps.renditions, task, { name, bytes, contentType, cacheControl }, context.signal);
    if (name === mainPlaylist) {
      await putRenditions(trx, [renditionRow(task, { name, role: "playlist", content_type: contentType, key, size_bytes: bytes.length })]);
    }
  }
  await publishMedia(trx, task, { playable: true, ...(complete ? { ready: true } : {}) });
}
