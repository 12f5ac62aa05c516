import { mediaKinds, taskKinds } from "@mediashare/contract";
import { z } from "zod";

const timestamp = z.iso.datetime();
const count = z.int().nonnegative();

export const queueTask = z
  .object({
    id: z.uuid(),
    mediaId: z.uuid(),
    kind: z.enum(taskKinds),
    fileName: z.string(),
    mediaKind: z.enum(mediaKinds).nullable(),
    progress: z.number().min(0).max(1),
    attempts: count.meta({ description: "Runs begun" }),
    failures: count.meta({ description: "Runs that ended in a fault that may pass" }),
    lastFailure: z.string().nullable(),
    worker: z.string().nullable(),
    createdAt: timestamp,
    startedAt: timestamp.nullable(),
  })
  .meta({ id: "QueueTask" });

export const queueState = z
  .object({
    pausedAt: timestamp.nullable().meta({ description: "Since when workers take nothing new; null: they do" }),
    queued: count,
    running: count,
    oldestQueuedAt: timestamp.nullable(),
    lastHour: z.object({ done: count, failed: count, meanSeconds: z.number().nonnegative().nullable() }),
    runningTasks: z.array(queueTask).meta({ description: "Longest running first, a hundred at most" }),
    waitingTasks: z.array(queueTask).meta({ description: "In the order in which they came, twenty at most" }),
  })
  .meta({ id: "QueueState" });

export const clearAnswer = z
  .object({
    cleared: count,
    done: z.boolean().meta({ description: "False: more are waiting; ask again" }),
  })
  .meta({ id: "ClearAnswer" });

export const failureGroups = z
  .object({
    items: z.array(
      z.object({
        code: z.string(),
        count: count,
        latestAt: timestamp,
        message: z.string().nullable(),
        retryable: z.boolean().meta({ description: "Whether a retry without a new file may help" }),
      }),
    ),
  })
  .meta({ id: "FailureGroups" });

export const failureParams = z.object({ code: z.string().regex(/^[a-z0-9_]{1,60}$/) });

export const retryFailuresRequest = z.object({
  before: timestamp.meta({ description: "Only what failed before: what fails again meanwhile is not tried endlessly" }),
});

export const retryFailuresAnswer = z
  .object({
    retried: count,
    superseded: count.meta({ description: "Left alone, as the same file was uploaded again meanwhile" }),
    done: z.boolean().meta({ description: "False: there are more; ask again" }),
  })
  .meta({ id: "RetryFailuresAnswer" });

export const storageSummary = z
  .object({
    summedAt: timestamp.nullable().meta({ description: "When it was summed; null: not yet" }),
    items: z.array(z.object({ area: z.enum(["originals", "renditions"]), kind: z.string(), objects: count, sizeBytes: count })),
  })
  .meta({ id: "StorageSummary" });

const known = z.number().nullable();

export const scalingReport = z.object({
  time: timestamp,
  message: z.string(),
  workers: z.object({
    desired: known,
    asked: known,
    busy: known,
    visible: known,
    inFlight: known,
    meanTaskSeconds: known,
    backlogSeconds: known,
  }),
  nodeGroups: z.array(z.object({ name: z.string(), capacityType: z.string(), desired: known, ready: known })),
  changes: z.array(z.object({ time: timestamp, from: known, to: z.number(), message: z.string() })),
});

export const scalingAnswer = z
  .object({
    report: scalingReport.nullable(),
    missing: z
      .enum(["not_configured", "nothing_yet", "unreachable"])
      .nullable()
      .meta({ description: "Why there is no report: nobody reports here, nothing was decided yet, or who reports does not answer" }),
  })
  .meta({ id: "ScalingAnswer" });

export type QueueTask = z.infer<typeof queueTask>;
export type QueueState = z.infer<typeof queueState>;
export type FailureGroups = z.infer<typeof failureGroups>;
export type StorageSummary = z.infer<typeof storageSummary>;
export type ClearAnswer = z.infer<typeof clearAnswer>;
export type RetryFailuresAnswer = z.infer<typeof retryFailuresAnswer>;
export type ScalingAnswer = z.infer<typeof scalingAnswer>;
