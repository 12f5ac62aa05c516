import {
  access,
  clearWaiting,
  countQueue,
  type Knex,
  listFailedMedia,
  listFailures,
  listOpenTasks,
  pauseWork,
  readPause,
  readStorageSummary,
  resumeWork,
  retryMedia,
} from "@mediashare/core";
import { defineRoute, type Route } from "@mediashare/kit";
import { ownerOf } from "../../owner.ts";
import { presentFailures, presentQueue, presentStorage } from "./present-operation.ts";
import { readScaling } from "./read-scaling.ts";
import {
  clearAnswer,
  failureGroups,
  failureParams,
  queueState,
  retryFailuresAnswer,
  retryFailuresRequest,
  scalingAnswer,
  storageSummary,
} from "./schema.ts";

export interface OperationDeps {
  readonly db: Knex;
  /** Where whoever scales the workers reports; undefined: nobody does. */
  readonly scalingUrl: string | undefined;
}

const shownRunning = 100;
const shownWaiting = 20;
/** What one request clears or retries: below a second. */
const batch = 100;

/** For administrators: how the processing goes, and the levers on it. */
export function operationRoutes({ db, scalingUrl }: OperationDeps): Route[] {
  const readQueue = async () => {
    const [counts, pause, running, waiting] = await Promise.all([
      countQueue(db),
      readPause(db),
      listOpenTasks(db, { state: "leased", limit: shownRunning }),
      listOpenTasks(db, { state: "queued", limit: shownWaiting }),
    ]);
    return presentQueue({ counts, pause, running, waiting });
  };
  const admin = access.administrator;
  const queueAnswer = { 200: { description: "How it is now", schema: queueState } };

  return [
    defineRoute({
      method: "get",
      path: "/v1/admin/queue",
      operationId: "readQueue",
      summary: "How many tasks wait and run, which, how far they are, and how the last hour went",
      access: admin,
      responses: queueAnswer,
      handler: async (ctx) => {
        ctx.set("Cache-Control", "no-store");
        ctx.body = await readQueue();
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/admin/queue/pause",
      operationId: "pauseQueue",
      summary: "Have workers end what they have and, within two seconds, take nothing new. Uploads go on, and wait",
      access: admin,
      responses: queueAnswer,
      handler: async (ctx) => {
        await pauseWork(db, ownerOf(ctx));
        ctx.body = await readQueue();
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/admin/queue/resume",
      operationId: "resumeQueue",
      summary: "Have workers take tasks again",
      access: admin,
      responses: queueAnswer,
      handler: async (ctx) => {
        await resumeWork(db);
        ctx.body = await readQueue();
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/admin/queue/clear",
      operationId: "clearQueue",
      summary:
        "Take media out of the queue that no worker has begun with, a batch at a time. They fail with the reason `cancelled`, keep their originals, and can be tried again; what runs is left alone",
      access: admin,
      responses: { 200: { description: "How many, and whether there are more", schema: clearAnswer } },
      handler: async (ctx) => {
        const cleared = await clearWaiting(db, batch);
        ctx.body = { cleared, done: cleared < batch };
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/admin/failures",
      operationId: "listFailures",
      summary: "What failed and was neither retried nor deleted, by its reason",
      access: admin,
      responses: { 200: { description: "The most frequent reason first", schema: failureGroups } },
      handler: async (ctx) => {
        ctx.set("Cache-Control", "no-store");
        ctx.body = presentFailures(await listFailures(db));
      },
    }),
    defineRoute({
      method: "post",
      path: "/v1/admin/failures/{code}/retry",
      operationId: "retryFailures",
      summary: "Process again what failed for this reason, a batch at a time",
      access: admin,
      params: failureParams,
      body: retryFailuresRequest,
      responses: { 200: { description: "How many, and whether there are more", schema: retryFailuresAnswer } },
      handler: async (ctx, { params, body }) => {
        const failed = await listFailedMedia(db, { code: params.code, before: new Date(body.before), limit: batch });
        let [retried, superseded] = [0, 0];
        for (const media of failed) {
          const { outcome } = await retryMedia(db, { id: media.id, ownerId: media.owner_id, traceparent: ctx.state.traceparent });
          if (outcome === "retried") retried += 1;
          if (outcome === "superseded") superseded += 1;
        }
        // Only superseded ones are left where nothing was retried: they would come again in the next batch.
        ctx.body = { retried, superseded, done: failed.length < batch || retried === 0 };
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/admin/storage",
      operationId: "readStorage",
      summary: "How much is stored: originals by kind, and what was made of them by role; summed every ten minutes",
      access: admin,
      responses: { 200: { description: "The sums", schema: storageSummary } },
      handler: async (ctx) => {
        ctx.set("Cache-Control", "no-store");
        ctx.body = presentStorage(await readStorageSummary(db));
      },
    }),
    defineRoute({
      method: "get",
      path: "/v1/admin/scaling",
      operationId: "readScaling",
      summary: "What whoever scales the workers decided last, and why",
      access: admin,
      responses: { 200: { description: "Its report, or why there is none", schema: scalingAnswer } },
      handler: async (ctx) => {
        ctx.set("Cache-Control", "no-store");
        ctx.body = await readScaling(scalingUrl);
      },
    }),
  ];
}
