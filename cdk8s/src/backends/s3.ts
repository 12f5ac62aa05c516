import type { Manifest } from "../manifest.ts";
import { type BackendsOptions, backendPorts, buckets, region, secretNames } from "./backends-options.ts";
import { renderBackend } from "./render-backend.ts";
import { secretEnv } from "./secrets.ts";

/** versitygw over a folder: its buckets are the folders in it. */
export function renderS3(options: BackendsOptions): Manifest[] {
  const { credentials } = secretNames(options.name);
  const dataPath = "/data";
  const folders = [`${dataPath}/sidecar`, ...Object.values(buckets).map((bucket) => `${dataPath}/objects/${bucket}`)];
  return renderBackend(options, "s3", {
    image: options.images.s3,
    args: ["--port", `:${backendPorts.s3}`, "--region", region, "--health", "/health", "--quiet", "--keep-alive"].concat([
      "posix",
      "--sidecar",
      `${dataPath}/sidecar`,
      `${dataPath}/objects`,
    ]),
    env: [
      secretEnv("ROOT_ACCESS_KEY_ID", credentials, "AWS_ACCESS_KEY_ID"),
      secretEnv("ROOT_SECRET_ACCESS_KEY", credentials, "AWS_SECRET_ACCESS_KEY"),
    ],
    readyPath: "/health",
    memory: "128Mi",
    dataPath,
    prepare: ["mkdir", "-p", ...folders],
  });
}
