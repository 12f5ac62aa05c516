import { z } from "zod";
import { databaseClassNames } from "../catalogue/database-classes.ts";
import { certificates } from "./certificates.ts";
import { arnOf, email, hostName, label, processSettings } from "./fields.ts";
import { publicKeyPem } from "./public-key.ts";

export const site = z
  .strictObject({
    webHost: hostName.meta({ description: "Public host name of the site, such as photos.example.org." }),
    uploadHost: hostName.meta({ description: "Public host name of the upload endpoint, such as upload.photos.example.org." }),
    certificateArn: arnOf("acm", "arn:aws:acm:eu-west-1:123456789012:certificate/8c2f0b1e-…").optional().meta({
      description: "ACM certificate of both hosts, in the region; left out: one is made, which needs zone.",
    }),
  })
  .meta({ description: "How the site is reached." });

export const zone = z
  .strictObject({
    id: z
      .string()
      .regex(/^Z[A-Z0-9]{5,31}$/, "write the id of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ")
      .meta({ description: "Id of the hosted zone." }),
    name: hostName.meta({ description: "Name of the zone, such as example.org." }),
  })
  .meta({ description: "The Route 53 zone of the hosts, for their records and certificates; left out: they are somebody else's." });

const furtherSettings = processSettings.default({}).meta({
  description:
    "Further settings of the fleet's processes, by variable, such as MEDIASHARE_MAX_UPLOAD_SIZE: services/contract/src/env.ts lists them.",
});

const fleet = (max: number) =>
  z
    .strictObject({
      min: z.int().min(1).max(1000).default(2).meta({ description: "Fewest pods." }),
      max: z.int().min(1).max(1000).default(max).meta({ description: "Most pods." }),
      env: furtherSettings,
    })
    .prefault({});

export const upload = fleet(20)
  .unwrap()
  .extend({
    requestsPerMinute: z.int().min(1).default(600).meta({ description: "Requests per minute that one pod should get." }),
    inbox: z.boolean().default(true).meta({ description: "Whether files that are put under inbox/OWNER/ of the originals become media." }),
  })
  .prefault({})
  .meta({ description: "The upload fleet." });

export const web = fleet(10)
  .unwrap()
  .extend({
    cpuUtilization: z.int().min(1).max(100).default(60).meta({ description: "CPU that pods should use on average, in percent." }),
  })
  .prefault({})
  .meta({ description: "The web fleet." });

export const storage = z
  .strictObject({
    renditionsClass: z
      .enum(["STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR"])
      .default("ONEZONE_IA")
      .meta({ description: "Storage class of what is made of the originals; it can be made again." }),
    infrequentAfterDays: z
      .int()
      .min(30)
      .max(3650)
      .default(90)
      .meta({ description: "After so many days originals go to Standard-IA: cheaper to keep, dearer to read." }),
    archiveAfterDays: z
      .int()
      .min(60)
      .max(3650)
      .default(365)
      .meta({ description: "After so many days they go to Glacier Instant Retrieval." }),
    deletedAfterDays: z
      .int()
      .min(7)
      .max(3650)
      .default(30)
      .meta({ description: "How many days an original that was deleted or overwritten can be had back." }),
  })
  .prefault({})
  .meta({ description: "The buckets." });

export const database = z
  .strictObject({
    instanceClass: z
      .string()
      .refine((name) => databaseClassNames.includes(name), {
        error: ({ input }) => `${JSON.stringify(input)} is not a class that this app knows; write one of ${databaseClassNames.join(", ")}`,
      })
      .default("db.t4g.small")
      .meta({ description: "RDS instance class." }),
    multiAz: z.boolean().default(false).meta({ description: "A standby in another zone, which takes over within a minute or two." }),
    storageGib: z.int().min(20).max(16_384).default(20).meta({ description: "Disk to begin with (gp3, encrypted)." }),
    maxStorageGib: z.int().min(20).max(65_536).default(100).meta({ description: "Disk to which RDS lets it grow." }),
    poolSize: z.int().min(2).max(200).default(5).meta({ description: "Connections that a pod may hold." }),
    backupDays: z.int().min(1).max(35).default(7).meta({ description: "How far back the database can be restored to any second." }),
    authorities: certificates.optional().meta({
      description:
        "PEM of the authorities that sign RDS's certificates in the region, from https://truststore.pki.rds.amazonaws.com/REGION/REGION-bundle.pem; left out: those that this app knows.",
    }),
    rotationDays: z.int().min(14).max(365).default(30).meta({ description: "The password changes after so many days." }),
  })
  .prefault({})
  .meta({
    description:
      "RDS for PostgreSQL, without RDS Proxy: it cannot pass LISTEN, advisory locks and startup options on without pinning each connection.",
  });

export const delivery = z
  .strictObject({
    host: hostName.optional().meta({ description: "Host name of the CDN, such as media.example.org; left out: CloudFront's own." }),
    certificateArn: arnOf("acm:us-east-1", "arn:aws:acm:us-east-1:123456789012:certificate/8c2f0b1e-…").optional().meta({
      description: "ACM certificate of host, in us-east-1, where CloudFront looks for it; left out: one is made, which needs zone.",
    }),
    publicKeys: z
      .array(
        z.strictObject({
          name: label(40).meta({ description: "Such as key-2026-11; a changed key needs another name." }),
          pem: publicKeyPem.meta({ description: "PEM of the public key (ECDSA with P-256, or RSA of 2048 bits)." }),
        }),
      )
      .min(1, "write the public key that URLs are verified with: eks/RUNBOOK.md, Install, says how it is made")
      .max(5)
      .meta({ description: "Keys whose signatures CloudFront takes; more than one while keys are rotated." }),
    signWith: label(40).optional().meta({ description: "Name of the key that URLs are signed with; left out: the first." }),
    priceClass: z
      .enum(["PriceClass_100", "PriceClass_200", "PriceClass_All"])
      .default("PriceClass_100")
      .meta({ description: "Where CloudFront serves from: 100 is Europe and North America." }),
    firewall: z.boolean().default(false).meta({ description: "A web application firewall (AWS WAF) before the CDN." }),
  })
  .meta({ description: "The CDN." });

export const alerts = z
  .strictObject({
    emails: z.array(email).default([]).meta({ description: "Who is told of alarms and of the budget." }),
    oldestMessageMinutes: z.int().min(1).max(1440).default(15).meta({ description: "A message that waits longer is an alarm." }),
    serverErrorPercent: z.number().min(0.1).max(100).default(2).meta({ description: "A greater share of answers 5xx is an alarm." }),
    spotInterruptionsPerHour: z.int().min(1).max(1000).default(10).meta({ description: "More of them within an hour is an alarm." }),
  })
  .prefault({})
  .meta({ description: "When somebody is told." });

export const usage = z
  .strictObject({
    storedGib: z.number().min(0).default(100).meta({ description: "Originals that lie there, on average over the month." }),
    uploadedGibPerMonth: z.number().min(0).default(20).meta({ description: "Originals that come in." }),
    deliveredGibPerMonth: z.number().min(0).default(200).meta({ description: "What the CDN sends out." }),
    workerNodeHoursPerMonth: z.number().min(0).default(50).meta({ description: "Hours of worker nodes above their least numbers." }),
  })
  .prefault({})
  .meta({ description: "What you expect, for `npm run cost`; nothing else reads it." });
