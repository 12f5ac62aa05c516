import type { RecordedCall } from "./read-call.ts";

/** What a policy must allow: one action on one resource, with what conditions are asked of. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** Where the calls were made, which recorded calls do not say. */
export interface Account {
  readonly region: string;
  readonly account: string;
  /** ARN and tags of the Auto Scaling group with this name, or of this instance. */
  readonly autoScalingGroup: (groupOrInstance: string) => { readonly arn: string; readonly tags: Readonly<Record<string, string>> };
}

/**
 * The permissions that operations need, where they are not named alike: "Actions defined by" the service in the Service Authorization
 * Reference (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html, …/list_amazonsqs.html), and
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html for S3.
 */
const actions: Readonly<Record<string, string>> = {
  "s3:HeadObject": "s3:GetObject",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:ListObjectsV2": "s3:ListBucket",
  "s3:ListMultipartUploads": "s3:ListBucketMultipartUploads",
  "s3:ListParts": "s3:ListMultipartUploadParts",
  "s3:CreateMultipartUpload": "s3:PutObject",
  "s3:UploadPart": "s3:PutObject",
  "s3:CompleteMultipartUpload": "s3:PutObject",
  "s3:DeleteObjects": "s3:DeleteObject",
  "sqs:SendMessageBatch": "sqs:SendMessage",
  "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
};

/** CloudWatch signs as `monitoring`. */
const prefixes: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };

/** The one permission that a recorded call needs. All are made over TLS on AWS. */
export function neededPermission({ service, operation, target }: RecordedCall, account: Account): Permission {
  const prefix = prefixes[service] ?? service;
  const action = actions[`${prefix}:${operation}`] ?? `${prefix}:${operation}`;
  const secure = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };
  const { resource, context } = located(prefix, action, target, account);
  return { action, resource, context: { ...secure, ...context } };
}

type Located = { readonly resource: string; readonly context?: Readonly<Record<string, string>> };

function located(prefix: string, action: string, target: string, { region, account, autoScalingGroup }: Account): Located {
  if (prefix === "s3") return { resource: `arn:aws:s3:::${target}` };
  if (prefix === "sqs") return { resource: `arn:aws:sqs:${region}:${account}:${target}` };
  if (prefix === "eks") return { resource: `arn:aws:eks:${region}:${account}:nodegroup/${target}/00000000-0000-4000-8000-000000000000` };
  if (action === "cloudwatch:PutMetricData") return { resource: "*", context: { "cloudwatch:namespace": target } };
  if (prefix === "autoscaling" && target !== "") {
    const { arn, tags } = autoScalingGroup(target);
    return { resource: arn, context: Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value])) };
  }
  return { resource: "*" };
}
