import { z } from "zod";
import { durationPattern, parseDurationMs } from "../duration.ts";
import { ruled, text } from "./rules.ts";

/** The bounds are inclusive, and themselves durations. */
export function duration(description: string, least: string, most: string) {
  const [leastMs, mostMs] = [parseDurationMs(least), parseDurationMs(most)];
  return ruled(
    z.string().max(24).regex(durationPattern, "write a duration such as 30s, 2m or 1h30m"),
    `${description} From ${least} to ${most}.`,
    [
      {
        cel: `duration(self) >= duration('${least}') && duration(self) <= duration('${most}')`,
        message: `write a duration from ${least} to ${most}`,
        holds: (value) => !durationPattern.test(value) || (parseDurationMs(value) >= leastMs && parseDurationMs(value) <= mostMs),
      },
    ],
  );
}

export const url = (pattern: RegExp, hint: string) => z.string().max(2048).regex(pattern, hint);

export const hostName = text(253).regex(
  /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
  "write a host name without scheme and path, such as media.example.org",
);

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
      requests: z.record(z.string().max(253), quantity).default(defaults.requests).meta({
        description:
          "What a pod is sure to get; how many pods fit a node is counted by it. Replaces the default as a whole: write cpu and memory.",
      }),
      limits: z
        .record(z.string().max(253), quantity)
        .default(defaults.limits)
        .meta({ description: "What a pod may use at most; above the memory it is ended. Replaces the default as a whole." }),
    })
    .prefault({})
    .meta({ description: "CPU and memory of a pod's container." });

const toleration = z.strictObject({
  key: z.string().max(317).optional().meta({ description: "Key of the taint; left out, with operator Exists: every taint." }),
  operator: z
    .enum(["Exists", "Equal"])
    .optional()
    .meta({ description: "Equal compares key and value, Exists the key alone; left out: Equal." }),
  value: z.string().max(63).optional().meta({ description: "Value of the taint, for the operator Equal." }),
  effect: z
    .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
    .optional()
    .meta({ description: "Effect of the taint; left out: every effect." }),
  tolerationSeconds: z
    .int()
    .min(0)
    .optional()
    .meta({ description: "Seconds for which a NoExecute taint is tolerated; left out: for ever." }),
});

const envVar = z.strictObject({
  name: z
    .string()
    .max(128)
    .regex(/^MEDIASHARE_[A-Z0-9_]+$/, "write a variable of Mediashare: MEDIASHARE_…")
    .meta({
      description:
        "One of Mediashare's environment variables, such as MEDIASHARE_MAX_UPLOAD_SIZE; services/contract/src/env.ts lists them.",
    }),
  value: z.string().max(4096).meta({ description: "Its value, as text: durations such as 30s, sizes such as 8MiB, true or false." }),
});

/** What every fleet's pods have. */
export const podFields = (defaults: Parameters<typeof resources>[0]) => ({
  image: text(512).optional().meta({
    description: "Image of this fleet's pods, such as registry.example.org/mediashare/upload@sha256:…; left out: by spec.image.",
  }),
  priorityClassName: text(253).optional().meta({
    description:
      "Name of a PriorityClass. The operator comes with mediashare-serving, for upload and web, and mediashare-processing, for workers, which make room for others. Left out: the cluster's default.",
  }),
  resources: resources(defaults),
  serviceAccount: z
    .strictObject({
      name: z.string().max(253).optional().meta({
        description: "Name of a ServiceAccount that exists; left out: one is made, NAME-FLEET, after the pipeline and the fleet.",
      }),
      annotations: annotations.optional().meta({
        description: "Annotations of the one that is made, such as eks.amazonaws.com/role-arn for IRSA. EKS Pod Identity needs none.",
      }),
    })
    .optional()
    .meta({ description: "Which AWS identity the fleet has." }),
  nodeSelector: annotations
    .optional()
    .meta({ description: "Labels that a node must have for pods to run on it, such as kubernetes.io/arch: arm64." }),
  tolerations: z.array(toleration).max(32).optional().meta({
    description: "Taints that pods tolerate, as of a pod. Workers tolerate mediashare.dev/worker without being told.",
    "x-kubernetes-list-type": "atomic",
  }),
  env: z
    .array(envVar)
    .max(64)
    .optional()
    .meta({
      description: "Further settings of the fleet's process; they win over what the pipeline sets itself.",
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["name"],
    }),
});
