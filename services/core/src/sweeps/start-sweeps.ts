import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@mediashare/kit";
import { lockKeys } from "../db/lock-keys.ts";
import type { Knex } from "../db/open-database.ts";

/** A repair of what a crash can leave behind. Safe to run at any moment, and to run again. */
export interface Sweep {
  readonly name: string;
  /** @returns how many things it mended */
  run(): Promise<number>;
}

export interface SweepOptions {
  readonly db: Knex;
  readonly sweeps: readonly Sweep[];
  readonly intervalMs: number;
  readonly logger: Logger;
}

/** Runs the sweeps one after another, again and again; of all processes that do so, one works at a time. */
export function startSweeps(options: SweepOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await runRound(options, stopping.signal);
      await sleep(options.intervalMs * (0.8 + 0.4 * Math.random()), undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** One round. The lock lives in a transaction, so it is free again when its holder dies. */
async function runRound({ db, sweeps, logger }: SweepOptions, signal: AbortSignal): Promise<void> {
  try {
    await db.transaction(async (guard) => {
      const { rows } = await guard.raw<{ rows: { locked: boolean }[] }>("select pg_try_advisory_xact_lock(?) as locked", [lockKeys.sweeps]);
      if (!rows[0]?.locked) return;
      for (const sweep of sweeps) {
        if (signal.aborted) return;
        await runSweep(sweep, logger);
      }
    });
  } catch (error) {
    logger.warn({ err: error }, "sweeps put off");
  }
}

async function runSweep(sweep: Sweep, logger: Logger): Promise<void> {
  try {
    const mended = await sweep.run();
    if (mended > 0) logger.info({ sweep: sweep.name, mended }, "sweep mended what a crash left");
  } catch (error) {
    logger.error({ err: error, sweep: sweep.name }, "sweep failed; the next round tries again");
  }
}
