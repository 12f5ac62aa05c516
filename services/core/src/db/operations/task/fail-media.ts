import { notifyMedia } from "../../notify-media.ts";
import type { Knex } from "../../open-database.ts";
import type { TaskRow } from "../../rows.ts";
import { tellOfMedia } from "../webhook/tell-of-media.ts";

export interface Failure {
  /** Stable, for programs. */
  readonly code: string;
  /** What went wrong and what to do, for people. */
  readonly message: string;
}

/** Ends a task as failed, its media with it, and cancels what else was to be done for that media. */
export async function failMedia(trx: Knex.Transaction, task: TaskRow, failure: Failure): Promise<void> {
  const { code: failure_code, message: failure_message } = failure;
  await trx("task")
    .where({ id: task.id })
    .update({ state: "failed", lease_expires_at: null, finished_at: trx.fn.now(), failure_code, failure_message });
  await trx("task")
    .where({ media_id: task.media_id, generation: task.generation })
    .whereIn("state", ["queued", "leased"])
    .update({ state: "cancelled", finished_at: trx.fn.now() });
  const [media] = await trx("media")
    .where({ id: task.media_id, generation: task.generation })
    .whereIn("state", ["stored", "processing"])
    .update({ state: "failed", failure_code, failure_message, updated_at: trx.fn.now() })
    .returning("*");
  if (!media) return;
  await tellOfMedia(trx, "media.failed", media);
  await notifyMedia(trx, media);
}
