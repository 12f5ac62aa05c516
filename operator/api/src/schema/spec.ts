import { z } from "zod";
import { auth } from "./auth.ts";
import { database, delivery, image, ingress, mail, queue, storage } from "./connections.ts";
import { ruled, text } from "./rules.ts";
import { upload, web, worker } from "./scaling.ts";

/** The one schema of a MediaPipeline's spec: type, CRD, defaults and reference page come from it. */
export const mediaPipelineSpec = ruled(
  z.strictObject({
    region: text(32)
      .regex(/^[a-z0-9-]+$/, "write an AWS region such as eu-west-1")
      .meta({ description: "AWS region of buckets, queues and node groups, such as eu-west-1." }),
    image,
    storage,
    queue,
    database,
    delivery,
    auth: auth.optional(),
    mail: mail.optional(),
    credentialsSecretRef: z
      .strictObject({ name: text(253).meta({ description: "Name of a Secret in the pipeline's namespace." }) })
      .optional()
      .meta({
        description:
          "Secret with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for S3 and SQS servers other than AWS. On AWS leave it out: pods have identities (EKS Pod Identity or IRSA).",
      }),
    ingress: ingress.optional(),
    upload,
    worker,
    web,
  }),
  "What is asked for.",
  [
    {
      cel: "has(self.upload) || has(self.worker) || has(self.web)",
      message: "the pipeline has no fleet; write at least one of upload, worker and web ({} takes the defaults)",
      holds: (spec) => spec.upload !== undefined || spec.worker !== undefined || spec.web !== undefined,
    },
    {
      cel: "has(self.auth) || (!has(self.upload) && !has(self.web))",
      message: "the fleets upload and web need auth.secretRef: the name of a Secret with 32 random characters or more",
      holds: (spec) => spec.auth !== undefined || (spec.upload === undefined && spec.web === undefined),
    },
    {
      cel: "!has(self.ingress) || (has(self.upload) && has(self.web))",
      message: "ingress has a host for the upload fleet and one for the web fleet; add both fleets or leave ingress out",
      holds: (spec) => spec.ingress === undefined || (spec.upload !== undefined && spec.web !== undefined),
    },
  ],
);

/** A spec with all its defaults. */
export type MediaPipelineSpec = z.output<typeof mediaPipelineSpec>;
/** A spec as people write it. */
export type MediaPipelineSpecInput = z.input<typeof mediaPipelineSpec>;
