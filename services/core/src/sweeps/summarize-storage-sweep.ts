import type { Knex } from "../db/open-database.ts";
import { summarizeStorage } from "../db/operations/operation/summarize-storage.ts";
import type { Sweep } from "./start-sweeps.ts";

const maxAgeMs = 10 * 60_000;

/** Keeps the sum of what is stored young enough to be shown. */
export function keepStorageSummary(options: { db: Knex }): Sweep {
  return {
    name: "summarize-storage",
    run: async () => {
      await summarizeStorage(options.db, maxAgeMs);
      return 0;
    },
  };
}
