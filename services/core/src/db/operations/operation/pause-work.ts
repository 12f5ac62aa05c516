import type { Database } from "../../open-database.ts";
import type { WorkPauseRow } from "../../rows.ts";

/** Workers end what they have and take nothing new, until `resumeWork`. Pausing what is paused changes nothing. */
export async function pauseWork(db: Database, accountId: string): Promise<void> {
  await db("work_pause").insert({ paused_by: accountId }).onConflict("id").ignore();
}

export async function resumeWork(db: Database): Promise<void> {
  await db("work_pause").delete();
}

/** Undefined while work goes on. */
export async function readPause(db: Database): Promise<WorkPauseRow | undefined> {
  return db("work_pause").first();
}
