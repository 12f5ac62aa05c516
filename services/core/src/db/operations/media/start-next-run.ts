import type { Knex } from "../../open-database.ts";
import type { MediaRow } from "../../rows.ts";
import { createTask } from "../task/create-task.ts";
import type { ShownMedia } from "./shown-media.ts";

/** Starts the next run over a media, from its original. Call it while the media's row is locked. */
export async function startNextRun(
  trx: Knex.Transaction,
  media: Pick<MediaRow, "id" | "generation">,
  traceparent: string | undefined,
): Promise<ShownMedia> {
  const [started] = await trx<ShownMedia>("media")
    .where({ id: media.id })
    .update({
      state: "stored",
      generation: media.generation + 1,
      progress: 0,
      playable: false,
      failure_code: null,
      failure_message: null,
      updated_at: trx.fn.now(),
    })
    .returning("*");
  await createTask(trx, { media: started as ShownMedia, kind: "process", ordinal: 0, spec: {}, weight: 1, traceparent });
  return started as ShownMedia;
}
