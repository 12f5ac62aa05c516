import { childName } from "../labels.ts";
import type { Manifest } from "../manifest.ts";
import { type BackendsOptions, backendPorts, queues, region } from "./backends-options.ts";
import { metadataOf, renderBackend } from "./render-backend.ts";

/** A task whose message comes back this often harms whoever takes it. */
const maxReceiveCount = 200;
const fortnightSeconds = "1209600";

/** fauxqs, with the two queues made at its start. */
export function renderSqs(options: BackendsOptions): Manifest[] {
  const name = childName(options.name, "sqs");
  const init = {
    queues: [
      { name: queues.deadLetters, attributes: { MessageRetentionPeriod: fortnightSeconds } },
      {
        name: queues.tasks,
        attributes: {
          VisibilityTimeout: "60",
          MessageRetentionPeriod: fortnightSeconds,
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: `arn:aws:sqs:${region}:000000000000:${queues.deadLetters}`,
            maxReceiveCount,
          }),
        },
      },
    ],
  };
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: metadataOf(options, name, "sqs"),
      data: { "init.json": JSON.stringify(init, undefined, 2) },
    },
    ...renderBackend(options, "sqs", {
      image: options.images.sqs,
      env: [
        { name: "FAUXQS_PORT", value: String(backendPorts.sqs) },
        { name: "FAUXQS_HOST", value: name },
        { name: "FAUXQS_DEFAULT_REGION", value: region },
        { name: "FAUXQS_INIT", value: "/etc/fauxqs/init.json" },
        { name: "FAUXQS_LOGGER", value: "false" },
        { name: "FAUXQS_DATA_DIR", value: "/data" },
        { name: "FAUXQS_PERSISTENCE", value: "true" },
      ],
      readyPath: "/health",
      memory: "128Mi",
      dataPath: "/data",
      volumes: [{ volume: { configMap: { name } }, mountPath: "/etc/fauxqs" }],
    }),
  ];
}
