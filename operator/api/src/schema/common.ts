import { z } from "zod";
import { durationPattern, parseDurationMs } from "../duration.ts";
import { ruled, text } from "./rules.ts";

/** The bounds are inclusive, and themselves durations. */
export function duration(description: string, least: string, most: string) {
  const [leastMs, mostMs] = [parseDurationMs(least), parseDurationMs(most)];
  return ruled(
    z.string().max(24).regex(durationPattern, "write a duration such as 30s, 2m or 1h30m"),
    `${description} A duration such as ${least}.`,
    [
      {
        cel: `duration(self) >= duration('${least}') && duration(self) <= duration('${most}')`,
        message: `write a duration from ${least} to ${most}`,
        holds: (value) => !durationPattern.test(value) || (parseDurationMs(value) >= leastMs && parseDurationMs(value) <= mostMs),
      },
    ],
  );
}

export const secretKeyRef = (description: string, defaultKey: string) =>
  z
    .strictObject({
      name: text(253).meta({ description: "Name of a Secret in the pipeline's namespace." }),
      key: text(253).default(defaultKey).meta({ description: "Key within the Secret." }),
    })
    .meta({ description });

export const annotations = z.record(z.string().max(317), z.string().max(4096));

const quantity = z.union([z.int(), z.string().max(64)]).meta({ "x-kubernetes-int-or-string": true });

/** As of a container: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
export const resources = (defaults: { readonly requests: Record<string, string>; readonly limits: Record<string, string> }) =>
  z
    .strictObject({
      requests: z
        .record(z.string().max(253), quantity)
        .default(defaults.requests)
        .meta({ description: "What a pod is sure to get: nodes are counted by it." }),
      limits: z.record(z.string().max(253), quantity).default(defaults.limits).meta({ description: "What a pod may use at most." }),
    })
    .prefault({})
    .meta({ description: "CPU and memory of a pod's container." });

const toleration = z.strictObject({
  key: z.string().max(317).optional().meta({ description: "Taint key; left out: every taint." }),
  operator: z.enum(["Exists", "Equal"]).optional().meta({ description: "How key and value are compared; Equal if left out." }),
  value: z.string().max(63).optional().meta({ description: "Taint value." }),
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional().meta({ description: "Taint effect; left out: every effect." }),
  tolerationSeconds: z.int().min(0).optional().meta({ description: "Seconds that a NoExecute taint is tolerated." }),
});

const envVar = z.strictObject({
  name: z
    .string()
    .max(128)
    .regex(/^MEDIASHARE_[A-Z0-9_]+$/, "write a variable of Mediashare: MEDIASHARE_…")
    .meta({ description: "One of Mediashare's environment variables." }),
  value: z.string().max(4096).meta({ description: "Its value." }),
});

/** What every fleet's pods have. */
export const podFields = (defaults: Parameters<typeof resources>[0]) => ({
  resources: resources(defaults),
  serviceAccount: z
    .strictObject({
      name: z.string().max(253).optional().meta({ description: "A ServiceAccount that exists; left out: one is made for the fleet." }),
      annotations: annotations.optional().meta({
        description: "Annotations of the one that is made, such as eks.amazonaws.com/role-arn for IRSA. EKS Pod Identity needs none.",
      }),
    })
    .optional()
    .meta({ description: "Which AWS identity the fleet has." }),
  nodeSelector: annotations.optional().meta({ description: "Labels of the nodes that pods may run on." }),
  tolerations: z
    .array(toleration)
    .max(32)
    .optional()
    .meta({ description: "Taints that pods tolerate.", "x-kubernetes-list-type": "atomic" }),
  env: z
    .array(envVar)
    .max(64)
    .optional()
    .meta({
      description: "Further settings; they win over what the pipeline sets itself.",
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["name"],
    }),
});
