import { z } from "zod";
import { arnOf, cidr, instanceTypeName, nodes } from "./fields.ts";

/** Of nodes that never shrink below two, for what must not go with one node. */
const steadyGroup = (defaults: { readonly instanceTypes: readonly string[]; readonly min: number; readonly max: number }, what: string) =>
  z
    .strictObject({
      instanceTypes: z
        .array(instanceTypeName)
        .min(1)
        .default([...defaults.instanceTypes])
        .meta({ description: "Instance types, all of one architecture; the first that can be had is taken." }),
      min: nodes(100).default(defaults.min).meta({ description: "Fewest nodes." }),
      max: nodes(100).default(defaults.max).meta({ description: "Most nodes; Cluster Autoscaler adds them when pods do not fit." }),
      diskGib: z.int().min(20).max(2000).default(30).meta({ description: "Size of a node's disk (gp3, encrypted)." }),
    })
    .prefault({})
    .meta({ description: what });

export const cluster = z
  .strictObject({
    publicAccess: z
      .array(cidr)
      .default([])
      .meta({ description: "Networks from which the Kubernetes API is reached from outside; none: only from within the VPC." }),
    admins: z
      .array(arnOf("iam", "arn:aws:iam::123456789012:role/platform"))
      .default([])
      .meta({ description: "IAM roles or users that administer the cluster with kubectl." }),
    system: steadyGroup(
      { instanceTypes: ["m7g.large", "m6g.large"], min: 2, max: 3 },
      "On-demand nodes for the operator and the cluster's own parts.",
    ),
    fleets: steadyGroup({ instanceTypes: ["m7g.large", "m6g.large"], min: 2, max: 6 }, "On-demand nodes for the upload and web fleets."),
    logDays: z.literal([7, 14, 30, 60, 90, 180, 365]).default(30).meta({ description: "How many days logs are kept." }),
  })
  .prefault({})
  .meta({ description: "The EKS cluster and the nodes that are not workers'." });
