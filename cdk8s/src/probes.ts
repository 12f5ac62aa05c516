import { healthPaths } from "@mediashare/contract";
import { k8s } from "cdk8s-plus-27";

/** Startup waits for the schema, where no operator does; liveness looks at the process alone, readiness at what it depends on. */
export const probes: Pick<k8s.Container, "startupProbe" | "livenessProbe" | "readinessProbe"> = {
  startupProbe: probe(healthPaths.live, { periodSeconds: 2, failureThreshold: 60 }),
  livenessProbe: probe(healthPaths.live, { periodSeconds: 10, failureThreshold: 3 }),
  readinessProbe: probe(healthPaths.ready, { periodSeconds: 5, failureThreshold: 2 }),
};

function probe(path: string, timing: { readonly periodSeconds: number; readonly failureThreshold: number }): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromString("http") }, timeoutSeconds: 3, ...timing };
}
