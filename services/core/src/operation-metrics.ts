import { metricNames } from "@mediashare/contract";
import { Gauge, type Registry } from "prom-client";
import type { Knex } from "./db/open-database.ts";
import { listFailures } from "./db/operations/operation/list-failures.ts";
import { readPause } from "./db/operations/operation/pause-work.ts";
import { countQueue } from "./db/operations/operation/read-queue.ts";
import { readStorageSummary } from "./db/operations/operation/summarize-storage.ts";

/** What the pages of operation show, for Prometheus; read from the database when it is scraped. */
export function watchOperation({ db, registry }: { db: Knex; registry: Registry }): void {
  const registers = [registry];
  new Gauge({
    name: metricNames.openTasks,
    help: "Tasks that wait or run, by state",
    labelNames: ["state"],
    registers,
    async collect() {
      const { queued, leased } = await countQueue(db);
      this.set({ state: "queued" }, queued);
      this.set({ state: "leased" }, leased);
    },
  });
  new Gauge({
    name: metricNames.oldestTaskSeconds,
    help: "How long the task that waits longest has waited, in seconds",
    registers,
    async collect() {
      const { oldestQueuedAt } = await countQueue(db);
      this.set(oldestQueuedAt ? Math.max(0, (Date.now() - oldestQueuedAt.getTime()) / 1_000) : 0);
    },
  });
  new Gauge({
    name: metricNames.workPaused,
    help: "1 while an administrator has paused the processing",
    registers,
    async collect() {
      this.set((await readPause(db)) ? 1 : 0);
    },
  });
  new Gauge({
    name: metricNames.failedMedia,
    help: "Media that failed and were neither retried nor deleted, by reason",
    labelNames: ["code"],
    registers,
    async collect() {
      this.reset();
      for (const { code, count } of await listFailures(db)) this.set({ code }, count);
    },
  });
  new Gauge({
    name: metricNames.storedBytes,
    help: "Bytes stored, by area and kind, as summed in the last ten minutes",
    labelNames: ["area", "kind"],
    registers,
    async collect() {
      this.reset();
      for (const { area, kind, size_bytes } of await readStorageSummary(db)) this.set({ area, kind }, size_bytes);
    },
  });
}
