import { healthPaths } from "@mediashare/contract";
import { childName } from "../labels.ts";
import type { Manifest } from "../manifest.ts";
import { type BackendsOptions, backendPorts, buckets, deliveryKeyPairId, region, secretNames } from "./backends-options.ts";
import { renderBackend } from "./render-backend.ts";
import { secretEnv } from "./secrets.ts";

/** Checks signed URLs and serves renditions, as CloudFront does. */
export function renderEdge(options: BackendsOptions): Manifest[] {
  const { credentials, delivery } = secretNames(options.name);
  return renderBackend(options, "edge", {
    image: options.images.edge,
    env: [
      { name: "MEDIASHARE_PORT", value: String(backendPorts.edge) },
      { name: "MEDIASHARE_REGION", value: region },
      { name: "MEDIASHARE_S3_ENDPOINT", value: `http://${childName(options.name, "s3")}.${options.namespace}.svc:${backendPorts.s3}` },
      { name: "MEDIASHARE_S3_PATH_STYLE", value: "true" },
      { name: "MEDIASHARE_ORIGINALS_BUCKET", value: buckets.originals },
      { name: "MEDIASHARE_RENDITIONS_BUCKET", value: buckets.renditions },
      { name: "MEDIASHARE_SITE_ORIGINS", value: options.siteOrigin },
      { name: "MEDIASHARE_DELIVERY_URL", value: options.deliveryUrl },
      { name: "MEDIASHARE_DELIVERY_KEY_PAIR_ID", value: deliveryKeyPairId },
      secretEnv("MEDIASHARE_DELIVERY_PUBLIC_KEY", delivery, "public-key"),
      secretEnv("AWS_ACCESS_KEY_ID", credentials, "AWS_ACCESS_KEY_ID"),
      secretEnv("AWS_SECRET_ACCESS_KEY", credentials, "AWS_SECRET_ACCESS_KEY"),
    ],
    readyPath: healthPaths.ready,
    memory: "128Mi",
  });
}
