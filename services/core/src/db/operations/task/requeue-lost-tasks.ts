import { outboxChannel } from "../../notify-media.ts";
import type { Database } from "../../open-database.ts";

/**
 * Tells the queue again of open tasks whose message seems lost: a lease that ran out `graceMs` ago (a dead worker's message should have
 * come back by then), or, where `queueIsEmpty`, a task that has waited that long with neither an outbox row nor a message.
 * A message too many does no harm.
 * @returns how many tasks
 */
export async function requeueLostTasks(db: Database, options: { graceMs: number; queueIsEmpty: boolean }): Promise<number> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `with lost as (
       select id, owner_id, traceparent from task
       where not exists (select from outbox where outbox.task_id = task.id)
         and (
           (state = 'leased' and lease_expires_at < now() - :graceMs * interval '1 millisecond')
           or (:queueIsEmpty and state = 'queued' and greatest(created_at, started_at) < now() - :graceMs * interval '1 millisecond')
         )
       order by id limit 1000
     ), told as (
       update task set state = 'queued', leased_by = null, lease_expires_at = null from lost where task.id = lost.id
     )
     insert into outbox (task_id, owner_id, traceparent) select id, owner_id, traceparent from lost`,
    options,
  );
  if (rowCount > 0) await db.raw("select pg_notify(?, '')", [outboxChannel]);
  return rowCount;
}
