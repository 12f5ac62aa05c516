/** Metadata of what the deployment itself adds to the cluster. */
export function meta(name: string, namespace?: string) {
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    labels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "mediashare", "app.kubernetes.io/managed-by": "eks" },
  };
}
