import { cloudWatchMetrics } from "@mediashare/contract";
import type { Names } from "../names.ts";
import type { Grant } from "./grant.ts";

export interface Place {
  readonly region: string;
  readonly account: string;
}

const keys = "Every object of this kind: keys are made of the ids of media and owners";

/** Takes files in; the relay and the sweeps of all fleets run here, so it also sends tasks and deletes what is to go. */
export function uploadGrants(names: Names, place: Place): Grant[] {
  return [
    {
      sid: "Originals",
      actions: ["s3:PutObject", "s3:GetObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      resources: [objects(names.originals, "originals/*")],
      why: keys,
    },
    {
      sid: "UploadTails",
      actions: ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
      resources: [objects(names.originals, "uploads/*")],
      why: keys,
    },
    { sid: "Inbox", actions: ["s3:GetObject", "s3:DeleteObject"], resources: [objects(names.originals, "inbox/*")], why: keys },
    { sid: "OriginalsBucket", actions: ["s3:ListBucket", "s3:ListBucketMultipartUploads"], resources: [bucket(names.originals)] },
    { sid: "Renditions", actions: ["s3:DeleteObject"], resources: [objects(names.renditions, "media/*")], why: keys },
    { sid: "RenditionsBucket", actions: ["s3:ListBucket"], resources: [bucket(names.renditions)] },
    // The depth tells the sweep of lost tasks whether messages are still under way.
    { sid: "Tasks", actions: ["sqs:SendMessage", "sqs:GetQueueAttributes"], resources: [queue(names.tasks, place)] },
    {
      sid: "Taken",
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage"],
      resources: [queue(names.deadLetters, place), queue(names.storageEvents, place)],
    },
  ];
}

/** Reads originals, writes what is made of them. */
export function workerGrants(names: Names, place: Place): Grant[] {
  return [
    ...readOriginals(names),
    { sid: "Renditions", actions: ["s3:PutObject"], resources: [objects(names.renditions, "media/*")], why: keys },
    {
      sid: "Tasks",
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
      resources: [queue(names.tasks, place)],
    },
    {
      sid: "TaskSeconds",
      actions: ["cloudwatch:PutMetricData"],
      resources: ["*"],
      conditions: { StringEquals: { "cloudwatch:namespace": cloudWatchMetrics.namespace } },
      why: "CloudWatch has no resources for metrics; the namespace is the bound",
    },
  ];
}

/** Hands out URLs: for originals, and for downloads by share links, it signs with its own right to read them. */
export function webGrants(names: Names): Grant[] {
  return [
    ...readOriginals(names),
    { sid: "Renditions", actions: ["s3:GetObject"], resources: [objects(names.renditions, "media/*")], why: keys },
  ];
}

function readOriginals({ originals }: Names): Grant[] {
  return [
    {
      sid: "Originals",
      actions: ["s3:GetObject"],
      resources: [objects(originals, "originals/*"), objects(originals, "inbox/*")],
      why: keys,
    },
    // For the health check, and so that S3 says "not found" of what is not there instead of "forbidden".
    { sid: "OriginalsBucket", actions: ["s3:ListBucket"], resources: [bucket(originals)] },
  ];
}

function bucket(name: string): string {
  return `arn:aws:s3:::${name}`;
}

function objects(name: string, pattern: string): string {
  return `${bucket(name)}/${pattern}`;
}

export function queue(name: string, { region, account }: Place): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}
