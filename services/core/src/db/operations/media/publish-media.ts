import { notifyMedia } from "../../notify-media.ts";
import type { Knex } from "../../open-database.ts";
import type { TaskRow } from "../../rows.ts";
import { tellOfMedia } from "../webhook/tell-of-media.ts";
import { pairLive } from "./pair-live.ts";

/** What of a media can be shown from now on; what is left out stays as it is. */
export interface Publication {
  readonly thumbhash?: Buffer;
  /** A video that can be watched, finished or not. */
  readonly playable?: true;
  /** All of it is done: the media becomes `ready`, and the rows of earlier generations go. */
  readonly ready?: true;
}

/** Call it inside `withLease`. */
export async function publishMedia(trx: Knex.Transaction, task: TaskRow, publication: Publication): Promise<void> {
  const { thumbhash, playable, ready } = publication;
  const [media] = await trx("media")
    .where({ id: task.media_id, generation: task.generation })
    .whereIn("state", ["stored", "processing"])
    .update({
      ...(thumbhash ? { thumbhash } : {}),
      ...(playable ? { playable } : {}),
      ...(ready ? { state: "ready", progress: 1, failure_code: null, failure_message: null } : {}),
      updated_at: trx.fn.now(),
    })
    .returning("*");
  if (!media) return;
  if (ready && task.generation > 1) {
    for (const table of ["rendition", "segment"] as const) {
      await trx(table).where({ media_id: task.media_id }).where("generation", "<", task.generation).delete();
    }
  }
  if (ready) await pairLive(trx, media);
  if (ready) await tellOfMedia(trx, "media.ready", media);
  await notifyMedia(trx, media);
}
