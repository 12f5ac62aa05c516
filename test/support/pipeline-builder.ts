import { apiVersion, kind } from "@mediashare/api";

/** A MediaPipeline as people write it; `part` is laid over the fields that every one needs. */
export function buildPipeline(part: object, { name = "photos", namespace = "default" }: { name?: string; namespace?: string } = {}) {
  return {
    apiVersion,
    kind,
    metadata: { name, namespace },
    spec: {
      region: "eu-west-1",
      image: { repository: "registry.example.org/mediashare", tag: "0.1.0" },
      storage: { originals: { bucket: "originals" }, renditions: { bucket: "renditions", storageClass: "ONEZONE_IA" } },
      queue: {
        url: "https://sqs.eu-west-1.amazonaws.com/123456789012/tasks",
        deadLetterUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/tasks-dead",
      },
      database: { secretRef: { name: "photos-db" } },
      delivery: { domain: "media.example.org", keyPairId: "K2JCJMDEHXQW5F", privateKeyRef: { name: "photos-delivery" } },
      auth: { secretRef: { name: "photos-auth" } },
      ...part,
    },
  };
}
