import { operatorDefaults } from "@mediashare/cdk8s";
import { env } from "@mediashare/contract";
import { operatorVariables } from "@mediashare/controller";
import { z } from "zod";
import { dashboard, prometheusRule, serviceMonitor } from "./monitoring-values.ts";
import { ofZod, type ValuesSchema } from "./values-schema.ts";

/** Set by the chart itself. */
const fixed: readonly string[] = ["MEDIASHARE_HOST", "MEDIASHARE_PORT", "MEDIASHARE_WATCH_NAMESPACE", "MEDIASHARE_OPERATOR_NAMESPACE"];
const settings = operatorVariables.filter((name) => !fixed.includes(name));

const quantities = z.record(z.string(), z.union([z.string(), z.int()]));

const values = z.strictObject({
  image: z
    .strictObject({
      repository: z
        .string()
        .min(1)
        .default("mediashare")
        .meta({ description: "Registry and path before the image's name: REPOSITORY/operator:TAG." }),
      tag: z.string().max(128).default("").meta({ description: "Tag of the image; empty: the chart's appVersion." }),
      pullPolicy: z
        .enum(["", "Always", "IfNotPresent", "Never"])
        .default("")
        .meta({ description: "When a node pulls it, as of a container; empty: Kubernetes' own default." }),
      pullSecrets: z
        .array(z.string().min(1))
        .default([])
        .meta({ description: "Names of Secrets with the credentials of a private registry." }),
    })
    .prefault({})
    .meta({ description: "Where the operator's image comes from." }),
  replicas: z.int().min(0).max(10).default(operatorDefaults.replicas).meta({ description: "One leads, the others stand by." }),
  watchNamespace: z
    .string()
    .regex(/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?$/)
    .default("")
    .meta({ description: "The only namespace whose pipelines it runs, with rights there alone; empty: all namespaces." }),
  serviceAccount: z
    .strictObject({
      annotations: z
        .record(z.string(), z.string())
        .default({})
        .meta({ description: "Such as eks.amazonaws.com/role-arn for IRSA; EKS Pod Identity needs none." }),
    })
    .prefault({})
    .meta({ description: "The identity of the operator." }),
  env: z
    .strictObject(
      Object.fromEntries(
        settings.map((name) => [
          name,
          z
            .string()
            .optional()
            .meta({ description: `${env[name].description}.` }),
        ]),
      ),
    )
    .default({})
    .meta({ description: "Settings of its process, all as text." }),
  resources: z
    .strictObject({
      requests: quantities.default(operatorDefaults.resources.requests).meta({ description: "What a pod is sure to get." }),
      limits: quantities.default(operatorDefaults.resources.limits).meta({ description: "What a pod may use at most." }),
    })
    .prefault({})
    .meta({ description: "CPU and memory of a pod." }),
  priorityClassName: z
    .string()
    .default(operatorDefaults.priorityClassName)
    .meta({ description: "So that the operator does not wait for the nodes that it shall ask for; empty: the cluster's default." }),
  nodeSelector: z.record(z.string(), z.string()).default({}).meta({ description: "Labels that a node must have." }),
  tolerations: z.array(z.record(z.string(), z.unknown())).default([]).meta({ description: "Taints that the pods tolerate, as of a pod." }),
  serviceMonitor,
  prometheusRule,
  dashboard,
});

/** The values of charts/mediashare-operator. */
export function operatorValues(): ValuesSchema {
  return ofZod(values);
}
