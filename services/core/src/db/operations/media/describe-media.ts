import { namePlace } from "../../../place-names/name-place.ts";
import { notifyMedia } from "../../notify-media.ts";
import type { Knex } from "../../open-database.ts";
import type { MediaFacts, TaskRow } from "../../rows.ts";

/** What processing found out about a media. */
export interface MediaDescription {
  readonly width: number;
  readonly height: number;
  readonly durationMs: number | null;
  readonly capturedAt: Date | null;
  readonly facts: MediaFacts;
}

/** Writes what was found, and moves a media that was waiting to `processing`. Call it inside `withLease`. */
export async function describeMedia(trx: Knex.Transaction, task: TaskRow, found: MediaDescription): Promise<void> {
  const placeName = await namePlace(found.facts.place);
  const [media] = await trx("media")
    .where({ id: task.media_id, generation: task.generation })
    .whereIn("state", ["stored", "processing"])
    .update({
      state: "processing",
      width: found.width,
      height: found.height,
      duration_ms: found.durationMs,
      captured_at: found.capturedAt,
      timeline_at: trx.raw("coalesce((edited->>'capturedAt')::timestamptz, ?, created_at)", [found.capturedAt]) as never,
      facts: JSON.stringify(found.facts) as never,
      // Of the place that the owner says, where they say one.
      place_name: trx.raw("case when edited \\? 'place' then place_name else ? end", [placeName]) as never,
      updated_at: trx.fn.now(),
    })
    .returning(["id", "owner_id"]);
  if (media) await notifyMedia(trx, media);
}
