import type { OwnServer } from "../aws/clients.ts";
import type { Kube } from "./kube.ts";
import { asking } from "./kube-call.ts";
import type { ScaledPipeline } from "./pipeline.ts";

/** Keys that were read are used for so long. */
const lifeMs = 600_000;

interface Secret {
  readonly data?: Readonly<Record<string, string>>;
}

/** The pipeline's queue server that is not AWS, which the operator asks with the same keys as the pods; undefined where it is AWS. */
export function ownQueueServer({ metadata: { namespace }, spec }: ScaledPipeline, kube: Kube, now: () => number): OwnServer | undefined {
  const { queue, credentialsSecretRef: ref } = spec;
  if (queue.endpoint === undefined) return undefined;
  if (!ref) return { endpoint: queue.endpoint };
  const path = `/api/v1/namespaces/${namespace}/secrets/${ref.name}`;
  const provide = async () => {
    const { data = {} } = await asking(`get ${path}`, () => kube.get<Secret>(path));
    return {
      accessKeyId: decode(data["AWS_ACCESS_KEY_ID"]),
      secretAccessKey: decode(data["AWS_SECRET_ACCESS_KEY"]),
      expiration: new Date(now() + lifeMs),
    };
  };
  return { endpoint: queue.endpoint, credentials: { id: `${namespace}/${ref.name}`, provide } };
}

function decode(value = ""): string {
  return Buffer.from(value, "base64").toString();
}
