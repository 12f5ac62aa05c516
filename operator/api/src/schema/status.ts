import { z } from "zod";

const time = (description: string) => z.iso.datetime().meta({ format: "date-time", description });
const amount = (description: string) => z.int().min(0).nullable().optional().meta({ description });

/** How many changes of the number of workers a status keeps. */
export const workerChangesKept = 10;

export const conditionTypes = ["Ready", "Progressing", "Degraded", "ScalingActive", "ScalingLimited", "CapacityConstrained"] as const;

const condition = z
  .strictObject({
    type: z
      .string()
      .max(316)
      .meta({ description: `One of ${conditionTypes.join(", ")}.` }),
    status: z.enum(["True", "False", "Unknown"]).meta({ description: "Whether it is so." }),
    observedGeneration: z.int().min(0).optional().meta({ description: "The generation of the spec that it tells of." }),
    lastTransitionTime: time("When status last changed."),
    reason: z.string().min(1).max(1024).meta({ description: "Why, as one CamelCase word." }),
    message: z.string().max(32_768).meta({ description: "Why, and what to do, in words." }),
  })
  .meta({ description: "As metav1.Condition." });

const fleetStatus = (description: string) =>
  z
    .strictObject({
      desired: amount("Pods asked for."),
      ready: amount("Pods that are ready."),
      updated: amount("Pods of the newest revision."),
    })
    .optional()
    .meta({ description });

export const mediaPipelineStatus = z
  .strictObject({
    observedGeneration: z.int().min(0).optional().meta({ description: "The generation that this status tells of." }),
    conditions: z
      .array(condition)
      .optional()
      .meta({ description: "The state in short.", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"] }),
    fleets: z
      .strictObject({
        upload: fleetStatus("The upload fleet's."),
        worker: fleetStatus("The processing fleet's."),
        web: fleetStatus("The web fleet's."),
      })
      .optional()
      .meta({ description: "The fleets' pods." }),
    worker: z
      .strictObject({
        backlogSeconds: z.number().nullable().optional().meta({ description: "Seconds of processing that wait or run." }),
        visible: amount("Messages that wait."),
        inFlight: amount("Messages that are being worked on."),
        meanTaskSeconds: z.number().nullable().optional().meta({ description: "Mean seconds of a task, as measured lately." }),
        desired: amount("Workers that the last decision wants."),
        ready: amount("Workers that are ready."),
        busy: amount("Workers that run a task."),
        changes: z
          .array(
            z.strictObject({
              time: time("When it was asked for."),
              from: amount("Workers that were asked for before."),
              to: z.int().min(0).meta({ description: "Workers that were asked for." }),
              message: z.string().meta({ description: "Why, in words." }),
            }),
          )
          .max(workerChangesKept)
          .optional()
          .meta({ description: "The last changes of their number, latest first.", "x-kubernetes-list-type": "atomic" }),
      })
      .optional()
      .meta({ description: "The work and the workers." }),
    nodeGroups: z
      .array(
        z.strictObject({
          name: z.string().meta({ description: "As in spec.worker.nodeGroups." }),
          capacityType: z.enum(["OnDemand", "Spot"]).meta({ description: "As in spec.worker.nodeGroups." }),
          desired: amount("Desired capacity of the Auto Scaling group."),
          target: amount("Nodes that the last decision wants."),
          ready: amount("Nodes that are ready."),
          booting: amount("Nodes that were launched and are not ready yet."),
          workersPerNode: amount("Workers that fit one node."),
        }),
      )
      .optional()
      .meta({ description: "The pipeline's node groups.", "x-kubernetes-list-type": "atomic" }),
    nodes: amount("Nodes of all groups that are ready."),
    decision: z
      .strictObject({
        time: time("When it was made."),
        reason: z.string().meta({ description: "The foremost reason, as one CamelCase word." }),
        message: z.string().meta({ description: "All reasons, in words." }),
        inputs: z.looseObject({}).meta({ description: "The numbers that went in.", "x-kubernetes-preserve-unknown-fields": true }),
      })
      .optional()
      .meta({ description: "The last scaling decision." }),
    memory: z
      .looseObject({})
      .optional()
      .meta({ description: "What one decision hands on to the next.", "x-kubernetes-preserve-unknown-fields": true }),
    replicas: z.int().min(0).optional().meta({ description: "Workers, for /scale." }),
    selector: z.string().optional().meta({ description: "Label selector of the workers, for /scale." }),
  })
  .meta({ description: "What is." });

export type MediaPipelineStatus = z.output<typeof mediaPipelineStatus>;
export type Condition = z.output<typeof condition>;
