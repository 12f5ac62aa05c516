import { z } from "zod";
import { instanceTypeName, label, nodes, processSettings } from "./fields.ts";

const quantity = (pattern: RegExp, hint: string) => z.string().regex(pattern, hint);
const duration = z
  .string()
  .regex(/^(\d+h)?(\d+m)?(\d+s)?$/, "write a duration such as 30s, 2m or 1h30m")
  .min(2);

const group = (what: string) =>
  z.strictObject({
    name: label(40).meta({ description: "Name of the EKS node group; another name makes another group, which replaces this one." }),
    instanceTypes: z
      .array(instanceTypeName)
      .min(1)
      .max(20)
      .meta({ description: `Instance types, all of one architecture and one size (vCPUs and memory).${what}` }),
    min: nodes(1000).default(0).meta({ description: "Fewest nodes; they stay when there is no work." }),
    max: z.int().min(1).max(1000).meta({ description: "Most nodes." }),
    priority: z.int().min(-1000).max(1000).optional().meta({ description: "Of groups of one kind the highest fills first; left out: 0." }),
  });

export const workers = z
  .strictObject({
    min: nodes(1000).default(0).meta({ description: "Fewest workers." }),
    max: z.int().min(1).max(1000).default(20).meta({ description: "Most workers." }),
    concurrency: z.int().min(1).max(64).default(1).meta({ description: "Tasks that one worker runs at once." }),
    cpu: quantity(/^\d+(\.\d+)?$|^\d+m$/, "write a CPU quantity such as 2 or 1500m")
      .default("2")
      .meta({ description: "CPU that a worker is sure to get." }),
    memory: quantity(/^\d+(Mi|Gi)$/, "write a memory quantity such as 4Gi")
      .default("3Gi")
      .meta({ description: "Memory that a worker is sure to get." }),
    memoryLimit: quantity(/^\d+(Mi|Gi)$/, "write a memory quantity such as 4Gi")
      .default("5Gi")
      .meta({ description: "Memory above which a worker is ended." }),
    env: processSettings.default({}).meta({
      description:
        "Further settings of the fleet's processes, by variable, such as MEDIASHARE_IMAGE_FORMAT: services/contract/src/env.ts lists them.",
    }),
    drainTarget: duration.default("2m").meta({ description: "The backlog should be gone within this time." }),
    scaleDownDelay: duration.default("2m").meta({ description: "How long fewer workers must have been enough before any goes." }),
    mode: z
      .enum(["Auto", "Observe", "Paused"])
      .default("Auto")
      .meta({ description: "Auto acts; Observe decides and explains, and changes nothing; Paused leaves everything as it is." }),
    diskGib: z
      .int()
      .min(30)
      .max(2000)
      .default(100)
      .meta({ description: "Size of a node's disk (gp3, encrypted); scratch files lie there." }),
    onDemand: z
      .array(group(""))
      .default([])
      .meta({ description: "Node groups that are bought on demand: the base, and what stands in for Spot that does not come." }),
    spot: z
      .array(group(" Several of them, so that Spot can be found: at least three."))
      .default([])
      .meta({ description: "Node groups on Spot." }),
    onDemandBase: nodes(1000).default(0).meta({ description: "So many nodes are bought on demand before any Spot." }),
    spotPercent: z.int().min(0).max(100).default(100).meta({ description: "Share of Spot above that base, in percent." }),
    fallbackAfter: duration.default("30s").meta({ description: "Spot that has not come after this time is bought on demand." }),
  })
  .meta({ description: "The processing fleet and its node groups, which the operator scales together." });
