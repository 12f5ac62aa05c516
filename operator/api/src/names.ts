/** What the Kubernetes API calls the resource. */
export const apiGroup = "mediashare.dev";
export const version = "v1alpha1";
export const apiVersion = `${apiGroup}/${version}` as const;
export const kind = "MediaPipeline";
export const plural = "mediapipelines";
export const singular = "mediapipeline";
export const shortNames = ["mp"] as const;
export const categories = ["mediashare"] as const;

/** The fleets of a pipeline, in the order in which a file meets them. */
export const fleets = ["upload", "worker", "web"] as const;
export type Fleet = (typeof fleets)[number];
