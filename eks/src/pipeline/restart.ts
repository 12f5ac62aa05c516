import { fleets } from "@mediashare/api";
import { containerSecurity, type Manifest, podSecurity } from "@mediashare/cdk8s";
import { meta } from "./meta.ts";

const name = "restart-fleets";
const image = "registry.k8s.io/kubectl:v1.36.0";

/**
 * Starts the fleets' pods anew every week, one after the other, so that none works with credentials older than that: a rotated password
 * stays good for another rotation, and a signing key is taken out of the CDN only after its signatures have run out.
 */
export function renderRestart(pipeline: string, namespace: string): Manifest[] {
  const deployments = fleets.map((fleet) => `${pipeline}-${fleet}`);
  const apiGroup = "rbac.authorization.k8s.io";
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: meta(name, namespace) },
    {
      apiVersion: `${apiGroup}/v1`,
      kind: "Role",
      metadata: meta(name, namespace),
      rules: [{ apiGroups: ["apps"], resources: ["deployments"], resourceNames: deployments, verbs: ["get", "patch"] }],
    },
    {
      apiVersion: `${apiGroup}/v1`,
      kind: "RoleBinding",
      metadata: meta(name, namespace),
      roleRef: { apiGroup, kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
    {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: meta(name, namespace),
      spec: {
        schedule: "17 3 * * 1",
        concurrencyPolicy: "Forbid",
        jobTemplate: {
          spec: {
            backoffLimit: 3,
            template: {
              metadata: { labels: { "app.kubernetes.io/name": name } },
              spec: {
                serviceAccountName: name,
                restartPolicy: "OnFailure",
                enableServiceLinks: false,
                securityContext: podSecurity,
                containers: [
                  {
                    name: "kubectl",
                    image,
                    args: ["rollout", "restart", ...deployments.map((deployment) => `deployment/${deployment}`)],
                    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
                    securityContext: containerSecurity,
                  },
                ],
              },
            },
          },
        },
      },
    },
  ];
}
