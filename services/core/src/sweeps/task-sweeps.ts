import { parseJson } from "@mediashare/kit";
import { z } from "zod";
import type { Knex } from "../db/open-database.ts";
import { deleteTrashed } from "../db/operations/media/delete-media.ts";
import { listRemovableMedia } from "../db/operations/media/list-removable.ts";
import { listSupersededRuns } from "../db/operations/media/list-superseded-runs.ts";
import { removeMedia } from "../db/operations/media/remove-media.ts";
import { removeRun } from "../db/operations/media/remove-run.ts";
import { failMedia } from "../db/operations/task/fail-media.ts";
import { requeueLostTasks } from "../db/operations/task/requeue-lost-tasks.ts";
import type { TaskQueue } from "../queue/task-queue.ts";
import { deletePrefix } from "../storage/delete-prefix.ts";
import { deliveryKeys } from "../storage/delivery-keys.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import type { Sweep } from "./start-sweeps.ts";

const removalBatch = 100;

/** Open tasks that no message tells of are told again. */
export function requeueLost(options: { db: Knex; queue: TaskQueue; graceMs: number }): Sweep {
  return {
    name: "requeue-lost-tasks",
    run: async () => {
      const { visible, inFlight, delayed } = await options.queue.depth();
      return requeueLostTasks(options.db, { graceMs: options.graceMs, queueIsEmpty: visible + inFlight + delayed === 0 });
    },
  };
}

/** Tasks whose message was received too often, and so went to the dead-letter queue, fail with their media. */
export function failDeadLetters(options: { db: Knex; deadLetters: TaskQueue }): Sweep {
  const messageSchema = z.object({ taskId: z.uuid() });
  return {
    name: "fail-dead-letters",
    run: async () => {
      let failed = 0;
      for (;;) {
        const messages = await options.deadLetters.receive({ max: 10, waitSeconds: 0 });
        if (messages.length === 0) return failed;
        for (const message of messages) {
          const parsed = messageSchema.safeParse(parseJson(message.body));
          if (parsed.success && (await failTask(options.db, parsed.data.taskId))) failed += 1;
          await options.deadLetters.delete([message.receiptHandle]);
        }
      }
    },
  };
}

async function failTask(db: Knex, taskId: string): Promise<boolean> {
  return db.transaction(async (trx) => {
    await trx("media")
      .whereIn("id", trx("task").where({ id: taskId }).select("media_id"))
      .forUpdate()
      .first("id");
    const task = await trx("task").where({ id: taskId }).whereIn("state", ["queued", "leased"]).forUpdate().first();
    if (!task) return false;
    await failMedia(trx, task, {
      code: "gave_up",
      message: "Processing was tried many times and never came to an end. Try again; if it fails again, the file may be damaged.",
    });
    return true;
  });
}

/** Objects, then rows, of media that were deleted. */
export function removeDeleted(options: { db: Knex; originals: ObjectStore; renditions: ObjectStore }): Sweep {
  return {
    name: "remove-deleted-media",
    run: async () => {
      const removable = await listRemovableMedia(options.db, removalBatch);
      for (const media of removable) {
        await options.originals.delete([media.original_key]);
        await deletePrefix(options.renditions, deliveryKeys.mediaPrefix(media.id));
        await removeMedia(options.db, media.id);
      }
      return removable.length;
    },
  };
}

/** Objects, then rows, of runs that a retry has put another in the place of. */
export function removeSuperseded(options: { db: Knex; renditions: ObjectStore }): Sweep {
  return {
    name: "remove-superseded-runs",
    run: async () => {
      const runs = await listSupersededRuns(options.db, removalBatch);
      for (const run of runs) {
        await deletePrefix(options.renditions, deliveryKeys.generationPrefix(run.media_id, run.generation));
        await removeRun(options.db, run);
      }
      return runs.length;
    },
  };
}

/** What has lain in the trash for long enough is deleted for good. */
export function emptyTrash(options: { db: Knex; retentionMs: number }): Sweep {
  return {
    name: "empty-trash",
    run: () => deleteTrashed(options.db, { olderThanMs: options.retentionMs, limit: removalBatch }),
  };
}
