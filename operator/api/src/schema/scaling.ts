import { z } from "zod";
import { duration, podFields } from "./common.ts";
import { type Rule, ruled, text } from "./rules.ts";

const mode = z
  .enum(["Auto", "Observe", "Paused"])
  .default("Auto")
  .meta({ description: "Auto acts. Observe decides and says what it would do, but changes nothing. Paused leaves everything as it is." });

const minWithinMax: Rule<{ readonly min: number; readonly max: number }> = {
  cel: "self.min <= self.max",
  message: "min is greater than max; write a min of at most max",
  holds: ({ min, max }) => min <= max,
};

/** Of a fleet that follows a load metric: it never goes below one, as nothing would measure its load then. */
const loadScaling = (defaults: { readonly max: number }) =>
  ruled(
    z.strictObject({
      mode,
      min: z.int().min(1).max(1000).default(2).meta({ description: "Fewest pods." }),
      max: z.int().min(1).max(1000).default(defaults.max).meta({ description: "Most pods." }),
      scaleDownDelay: duration("How long fewer pods must have been enough before any goes.", "0s", "1h").default("5m"),
      metric: ruled(
        z.strictObject({
          requestCountPerTarget: z
            .int()
            .min(1)
            .max(1_000_000)
            .optional()
            .meta({ description: "Requests per minute that one pod should get, by the load balancer's CloudWatch metric." }),
          cpuUtilization: z
            .int()
            .min(1)
            .max(100)
            .optional()
            .meta({ description: "CPU that pods should use on average, in percent of what they ask for." }),
        }),
        "The load that the fleet follows: exactly one.",
        [
          {
            cel: "has(self.requestCountPerTarget) != has(self.cpuUtilization)",
            message: "write either requestCountPerTarget or cpuUtilization",
            holds: ({ requestCountPerTarget, cpuUtilization }) => (requestCountPerTarget === undefined) !== (cpuUtilization === undefined),
          },
        ],
      ),
      targetGroup: text(256).optional().meta({
        description: "Target group whose requests are counted, as targetgroup/NAME/ID; left out: the one of the fleet's Ingress.",
      }),
    }),
    "Left out: somebody else scales the fleet, and the operator never writes its replicas.",
    [minWithinMax],
  ).optional();

export const upload = z
  .strictObject({
    ...podFields({ requests: { cpu: "250m", memory: "384Mi" }, limits: { memory: "1Gi" } }),
    scaling: loadScaling({ max: 20 }),
  })
  .optional()
  .meta({ description: "The upload fleet; left out: there is none." });

export const web = z
  .strictObject({
    ...podFields({ requests: { cpu: "250m", memory: "256Mi" }, limits: { memory: "768Mi" } }),
    scaling: loadScaling({ max: 10 }),
  })
  .optional()
  .meta({ description: "The web fleet; left out: there is none." });

const workerScaling = ruled(
  z.strictObject({
    mode,
    min: z.int().min(0).max(5000).default(0).meta({ description: "Fewest workers; 0 lets the fleet go when the queue is empty." }),
    max: z.int().min(0).max(5000).default(10).meta({ description: "Most workers." }),
    drainTarget: duration("The backlog should be gone within this time.", "5s", "24h").default("2m"),
    scaleDownDelay: duration("How long fewer workers must have been enough before any goes.", "0s", "1h").default("2m"),
    defaultTaskSeconds: z
      .number()
      .min(0.1)
      .max(86_400)
      .default(20)
      .meta({ description: "Mean seconds of a task until the workers have measured it." }),
  }),
  "How many workers there are, by the seconds of work in the queue.",
  [minWithinMax],
).prefault({});

const nodeGroup = ruled(
  z.strictObject({
    name: text(63).meta({ description: "Name of the EKS managed node group." }),
    cluster: text(100).meta({ description: "Name of the EKS cluster." }),
    capacityType: z.enum(["OnDemand", "Spot"]).meta({ description: "As the node group was made." }),
    min: z.int().min(0).max(1000).default(0).meta({ description: "Fewest nodes." }),
    max: z.int().min(1).max(1000).meta({ description: "Most nodes." }),
    priority: z
      .int()
      .min(-1000)
      .max(1000)
      .optional()
      .meta({ description: "Among groups of one capacity type the highest fills first; equal ones in their order here." }),
    workersPerNode: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: "Workers that fit a node; left out: found out from a node, or from its instance type." }),
  }),
  "A node group that belongs to this pipeline: its Auto Scaling group has the tag mediashare.dev/pipeline=NAMESPACE/NAME.",
  [minWithinMax],
);

const spot = z
  .strictObject({
    onDemandBase: z.int().min(0).max(1000).default(0).meta({ description: "So many nodes are bought on demand first." }),
    percentAboveBase: z
      .int()
      .min(0)
      .max(100)
      .default(100)
      .meta({ description: "Share of Spot, in percent, of the workers above that base." }),
    fallbackAfter: duration(
      "Spot that was asked for and has not come after this time is bought on demand, until it comes.",
      "5s",
      "1h",
    ).default("30s"),
  })
  .prefault({})
  .meta({ description: "How on-demand and Spot nodes add up." });

export const worker = ruled(
  z.strictObject({
    concurrency: z.int().min(1).max(64).default(1).meta({ description: "Tasks that one worker runs at once." }),
    ...podFields({ requests: { cpu: "1", memory: "2Gi" }, limits: { memory: "4Gi" } }),
    scaling: workerScaling,
    nodeGroups: z
      .array(nodeGroup)
      .max(20)
      .optional()
      .meta({
        description:
          "Node groups that are scaled together with the workers; left out: nodes are somebody else's (Karpenter, Cluster Autoscaler).",
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["cluster", "name"],
      }),
    spot,
  }),
  "The processing fleet; left out: there is none.",
  [
    {
      cel: "!has(self.nodeGroups) || self.nodeGroups.all(g, g.capacityType == 'OnDemand') || self.nodeGroups.all(g, g.capacityType == 'Spot') || self.nodeGroups.exists(g, g.capacityType == 'OnDemand' && g.max >= self.spot.onDemandBase)",
      message: "no on-demand node group is large enough for spot.onDemandBase; raise its max or lower onDemandBase",
      holds: ({ nodeGroups, spot: { onDemandBase } }) =>
        nodeGroups === undefined ||
        nodeGroups.every(({ capacityType }) => capacityType === "OnDemand") ||
        nodeGroups.every(({ capacityType }) => capacityType === "Spot") ||
        nodeGroups.some(({ capacityType, max }) => capacityType === "OnDemand" && max >= onDemandBase),
    },
    {
      cel: "!has(self.nodeGroups) || self.spot.onDemandBase == 0 || self.nodeGroups.exists(g, g.capacityType == 'OnDemand')",
      message: "spot.onDemandBase needs a node group of capacityType OnDemand; add one, or write onDemandBase: 0",
      holds: ({ nodeGroups, spot: { onDemandBase } }) =>
        nodeGroups === undefined || onDemandBase === 0 || nodeGroups.some(({ capacityType }) => capacityType === "OnDemand"),
    },
  ],
).optional();
