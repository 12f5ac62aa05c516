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
      min: z.int().min(1).max(1000).default(2).meta({ description: "Fewest pods; two keep the fleet reachable while a node goes." }),
      max: z.int().min(1).max(1000).default(defaults.max).meta({ description: "Most pods." }),
      scaleDownDelay: duration("How long fewer pods must have been enough before any goes.", "0s", "1h").default("5m"),
      metric: ruled(
        z.strictObject({
          requestCountPerTarget: z.int().min(1).max(1_000_000).optional().meta({
            description: "Requests per minute that one pod should get, by the load balancer's CloudWatch metric RequestCountPerTarget.",
          }),
          cpuUtilization: z
            .int()
            .min(1)
            .max(100)
            .optional()
            .meta({ description: "CPU that pods should use on average, in percent of resources.requests.cpu." }),
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
        description:
          "Target group whose requests are counted: its ARN, or the end of it, targetgroup/NAME/ID; left out: the one that the AWS Load Balancer Controller made for the fleet.",
      }),
    }),
    "How many pods there are, by their load; left out: somebody else scales the fleet, and the operator never writes its replicas.",
    [minWithinMax],
  ).optional();

export const upload = z
  .strictObject({
    ...podFields({ requests: { cpu: "250m", memory: "384Mi" }, limits: { memory: "1Gi" } }),
    scaling: loadScaling({ max: 20 }),
  })
  .optional()
  .meta({ description: "The upload fleet, which receives files; {} takes all defaults; left out: there is none." });

export const web = z
  .strictObject({
    ...podFields({ requests: { cpu: "250m", memory: "256Mi" }, limits: { memory: "768Mi" } }),
    scaling: loadScaling({ max: 10 }),
  })
  .optional()
  .meta({ description: "The web fleet, which serves the site and its API; {} takes all defaults; left out: there is none." });

const workerScaling = ruled(
  z.strictObject({
    mode,
    min: z.int().min(0).max(5000).default(0).meta({ description: "Fewest workers; 0 lets the fleet go when the queue is empty." }),
    max: z.int().min(0).max(5000).default(10).meta({ description: "Most workers." }),
    drainTarget: duration(
      "The backlog should be gone within this time: workers = seconds of work in the queue ÷ (drainTarget × concurrency).",
      "5s",
      "24h",
    ).default("2m"),
    scaleDownDelay: duration("How long fewer workers must have been enough before any goes.", "0s", "1h").default("2m"),
    defaultTaskSeconds: z
      .number()
      .min(0.1)
      .max(86_400)
      .default(20)
      .meta({ description: "Mean seconds of a task, which counts until the workers have measured it." }),
  }),
  "How many workers there are, by the seconds of work in the queue.",
  [minWithinMax],
).prefault({});

const nodeGroup = ruled(
  z.strictObject({
    name: text(63).meta({ description: "Name of the EKS managed node group, as in the nodes' label eks.amazonaws.com/nodegroup." }),
    cluster: text(100).meta({ description: "Name of the EKS cluster that it belongs to." }),
    capacityType: z
      .enum(["OnDemand", "Spot"])
      .meta({ description: "What the node group was made for; one that was made for the other is refused." }),
    min: z.int().min(0).max(1000).default(0).meta({ description: "Fewest nodes; they stay when there is no work." }),
    max: z.int().min(1).max(1000).meta({ description: "Most nodes; the Auto Scaling group's own max is raised to it when it must." }),
    priority: z
      .int()
      .min(-1000)
      .max(1000)
      .optional()
      .meta({ description: "Among groups of one capacity type the highest fills first, equal ones in their order here; left out: 0." }),
    workersPerNode: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: "Workers that fit a node; left out: found out from resources.requests and a node, or its instance type." }),
  }),
  "A node group that belongs to this pipeline: its Auto Scaling group has the tag mediashare.dev/pipeline=NAMESPACE/NAME.",
  [minWithinMax],
);

const spot = z
  .strictObject({
    onDemandBase: z.int().min(0).max(1000).default(0).meta({ description: "So many nodes are bought on demand before any Spot." }),
    percentAboveBase: z
      .int()
      .min(0)
      .max(100)
      .default(100)
      .meta({ description: "Share of Spot among the workers above that base, in percent; the rest is bought on demand." }),
    fallbackAfter: duration(
      "Spot that was asked for and has not come after this time is bought on demand, until it comes.",
      "5s",
      "1h",
    ).default("30s"),
  })
  .prefault({})
  .meta({ description: "How on-demand and Spot nodes add up; for nodeGroups of both capacity types." });

export const worker = ruled(
  z.strictObject({
    concurrency: z
      .int()
      .min(1)
      .max(64)
      .default(1)
      .meta({ description: "Tasks that one worker runs at once; resources are for all of them together." }),
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
  "The processing fleet, which makes renditions; {} takes all defaults; left out: there is none.",
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
