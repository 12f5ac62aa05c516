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

export interface RenderedDeployment extends Manifest {
  readonly spec: {
    readonly replicas?: number;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template: { readonly metadata: { readonly labels: Readonly<Record<string, string>> }; readonly spec: RenderedPod };
  };
}

export function deploymentsOf(manifests: readonly Manifest[]): readonly RenderedDeployment[] {
  return manifests.filter(({ kind }) => kind === "Deployment") as unknown as RenderedDeployment[];
}

export function containersOf({ spec }: RenderedDeployment): readonly RenderedContainer[] {
  return [...(spec.template.spec.initContainers ?? []), ...spec.template.spec.containers];
}
