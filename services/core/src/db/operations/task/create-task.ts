import type { TaskKind } from "@mediashare/contract";
import { v7 as newId } from "uuid";
import { outboxChannel } from "../../notify-media.ts";
import type { Database } from "../../open-database.ts";
import type { MediaRow } from "../../rows.ts";

export interface NewTask {
  readonly media: Pick<MediaRow, "id" | "owner_id" | "generation">;
  readonly kind: TaskKind;
  readonly ordinal: number;
  readonly spec: unknown;
  /** Share of the media's whole work. */
  readonly weight: number;
  readonly traceparent: string | undefined;
}

/** A task and the outbox row that will tell of it. A task that is there already stays as it is, and is not told again. */
export async function createTask(db: Database, task: NewTask): Promise<void> {
  const [created] = await db("task")
    .insert({
      id: newId(),
      media_id: task.media.id,
      owner_id: task.media.owner_id,
      generation: task.media.generation,
      kind: task.kind,
      ordinal: task.ordinal,
      spec: JSON.stringify(task.spec),
      weight: task.weight,
      traceparent: task.traceparent ?? null,
    })
    .onConflict(["media_id", "generation", "kind", "ordinal"])
    .ignore()
    .returning(["id", "owner_id"]);
  if (!created) return;
  await db("outbox").insert({ task_id: created.id, owner_id: created.owner_id, traceparent: task.traceparent ?? null });
  await db.raw("select pg_notify(?, '')", [outboxChannel]);
}
