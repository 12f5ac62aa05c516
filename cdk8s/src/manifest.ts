import { App, Chart } from "cdk8s";

/** A Kubernetes object as JSON. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/**
 * Runs the constructs in a chart of their own; the manifests stand in the order in which they were made.
 * @param options.namespace of all of them; left out: each says its own, or none if it belongs to the cluster
 */
export function synthesize(
  options: { readonly namespace?: string; readonly labels: Record<string, string> },
  build: (chart: Chart) => void,
): Manifest[] {
  const chart = new Chart(new App(), "chart", { ...options, disableResourceNameHashes: true });
  build(chart);
  return chart.toJson() as Manifest[];
}
