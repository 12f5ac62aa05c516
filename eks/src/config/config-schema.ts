import { mailSchema } from "@mediashare/api";
import { z } from "zod";
import { auth } from "./auth-config.ts";
import { cluster } from "./cluster-config.ts";
import { imageRepository, imageTag, label, region } from "./fields.ts";
import { network } from "./network-config.ts";
import { alerts, database, delivery, site, storage, upload, usage, web, zone } from "./parts-config.ts";
import { workers } from "./workers-config.ts";

const mail = mailSchema.omit({ urlRef: true }).meta({
  description:
    "The mail server for invitations and forgotten passwords, such as Amazon SES. Its URL with the password goes to Secrets Manager, by hand: NAME/mail. Left out: administrators hand links on themselves.",
});

/** The one schema of a deployment: type, defaults, reference page and editor support come from it; `checkRules` says what must hold between fields. */
export const configSchema = z.strictObject({
  name: label(20).meta({ description: "Of this deployment: stacks, buckets and queues are named after it. It cannot be changed later." }),
  account: z
    .string()
    .regex(/^\d{12}$/, 'write the number of the AWS account in quotes, such as "123456789012"')
    .meta({ description: "AWS account, in quotes." }),
  region: region.meta({ description: "AWS region; what CloudFront wants in us-east-1 goes there all the same." }),
  namespace: label(40).default("media").meta({ description: "Kubernetes namespace of the pipeline." }),
  image: z
    .strictObject({
      repository: imageRepository.optional().meta({
        description:
          "Registry and path before the fleet's name; left out: repositories in ECR, which are made, ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME.",
      }),
      tag: imageTag.meta({ description: "Tag of all images: a release's version, such as 0.1.0." }),
    })
    .meta({ description: "Where the images come from." }),
  production: z.boolean().default(false).meta({
    description: "Guards: the database and the cluster refuse to be deleted, and settings that would lose data with one zone are refused.",
  }),
  site,
  zone: zone.optional(),
  auth,
  mail: mail.optional(),
  network,
  cluster,
  upload,
  web,
  workers,
  storage,
  database,
  delivery,
  alerts,
  budget: z
    .strictObject({
      monthlyUsd: z.number().min(1).meta({ description: "USD a month; told at 80 % of it, and when it is forecast to be passed." }),
    })
    .optional()
    .meta({ description: "Of the whole account: AWS counts single deployments only by tags that somebody has activated." }),
  usage,
});

/** A deployment with all its defaults. */
export type Config = z.output<typeof configSchema>;
