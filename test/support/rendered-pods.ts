import type { Manifest } from "@mediashare/cdk8s";

/** The parts of manifests that tests look at. */
export interface RenderedContainer {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly resources?: { readonly requests?: Record<string, string>; readonly limits?: Record<string, string> };
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly startupProbe?: RenderedProbe;
  readonly livenessProbe?: RenderedProbe;
  readonly readinessProbe?: RenderedProbe;
  readonly lifecycle?: { readonly preStop?: { readonly exec?: { readonly command: readonly string[] } } };
}

interface RenderedProbe {
  readonly httpGet?: { readonly path: string; readonly port: string | number };
}

export interface RenderedPod {
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly terminationGracePeriodSeconds?: number;
  readonly topologySpreadConstraints?: readonly {
    readonly topologyKey: string;
    readonly labelSelector: { readonly matchLabels: object };
  }[];
  readonly initContainers?: readonly RenderedContainer[];
  readonly containers: readonly RenderedContainer[];
}

interface RenderedTemplate {
  readonly template: { readonly metadata: { readonly labels: Readonly<Record<string, string>> }; readonly spec: RenderedPod };
}

export interface RenderedWorkload extends Manifest {
  readonly spec: RenderedTemplate;
}

export interface RenderedDeployment extends Manifest {
  readonly spec: RenderedTemplate & {
    readonly replicas?: number;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  };
}

export function deploymentsOf(manifests: readonly Manifest[]): readonly RenderedDeployment[] {
  return manifests.filter(({ kind }) => kind === "Deployment") as unknown as RenderedDeployment[];
}

/** Whatever has a template of pods: the Deployments, and the migration's Job. */
export function workloadsOf(manifests: readonly Manifest[]): readonly RenderedWorkload[] {
  return manifests.filter(({ kind }) => kind === "Deployment" || kind === "Job") as unknown as RenderedWorkload[];
}

export function containersOf({ spec }: RenderedWorkload): readonly RenderedContainer[] {
  return [...(spec.template.spec.initContainers ?? []), ...spec.template.spec.containers];
}
