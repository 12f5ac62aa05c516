import { fleets } from "@mediashare/api";
import { labelsOf } from "../labels.ts";
import { type Manifest, synthesize } from "../manifest.ts";
import type { PipelineOf } from "./environment.ts";
import { FleetConstruct } from "./fleet.ts";
import { IngressConstruct } from "./ingress.ts";
import { MigrationConstruct } from "./migration.ts";
import { MigrationNetworkPolicyConstruct, NetworkPolicyConstruct } from "./network-policies.ts";

/**
 * The one definition of what a MediaPipeline consists of: the operator applies it, `npm run synth` prints it. The same pipeline
 * gives the same manifests in the same order. Deployments have no `replicas`: they belong to whoever scales them.
 */
export function renderPipeline(pipeline: PipelineOf): Manifest[] {
  const { name, namespace, spec } = pipeline;
  return synthesize({ namespace, labels: labelsOf(name) }, (chart) => {
    new MigrationConstruct(chart, pipeline);
    new MigrationNetworkPolicyConstruct(chart, pipeline);
    for (const fleet of fleets) {
      if (!spec[fleet]) continue;
      new FleetConstruct(chart, pipeline, fleet);
      new NetworkPolicyConstruct(chart, pipeline, fleet);
    }
    if (spec.ingress) new IngressConstruct(chart, pipeline, spec.ingress);
  });
}
