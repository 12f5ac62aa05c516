import {
  type CloudWatchClient,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { type IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { SetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Template } from "@mediashare/eks";
import { resourcesOf } from "../eks.ts";
import { type Lookups, resolve } from "./resolve.ts";

export interface Clients {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly cloudWatch: CloudWatchClient;
  readonly iam: IAMClient;
}

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties, of which the services' own schemas judge
type Properties = any;

/**
 * Sets, by the services' own calls, what moto's CloudFormation passes over in a template that is deployed. Access logs stay out, and so do the policies
 * of buckets: moto reads no conditions, and a refusal of what comes without TLS would there be one of everything.
 */
export async function putLeftOut(clients: Clients, template: Template, lookups: Lookups): Promise<void> {
  const all = (type: string): [string, Properties][] =>
    resourcesOf(template, type).map(({ id, Properties }) => [id, resolve(Properties, lookups)]);
  for (const [, bucket] of all("AWS::S3::Bucket")) await putBucket(clients.s3, bucket);
  for (const [, { Queues, PolicyDocument }] of all("AWS::SQS::QueuePolicy"))
    for (const QueueUrl of Queues)
      await clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: JSON.stringify(PolicyDocument) } }));
  // moto's CloudFormation keeps them as they are written in Python, unread.
  for (const [, { RoleName, Policies = [] }] of all("AWS::IAM::Role"))
    for (const { PolicyName, PolicyDocument } of Policies)
      await clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) }));
  for (const [id, alarm] of all("AWS::CloudWatch::Alarm"))
    await clients.cloudWatch.send(
      new PutMetricAlarmCommand({ AlarmName: id, ...(alarm as Omit<PutMetricAlarmCommandInput, "AlarmName">) }),
    );
  for (const [id, { DashboardName = id, DashboardBody }] of all("AWS::CloudWatch::Dashboard"))
    await clients.cloudWatch.send(new PutDashboardCommand({ DashboardName, DashboardBody }));
}

async function putBucket(s3: S3Client, properties: Properties): Promise<void> {
  const { BucketName: Bucket, VersioningConfiguration, LifecycleConfiguration, NotificationConfiguration } = properties;
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: properties.PublicAccessBlockConfiguration }));
  await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: properties.OwnershipControls }));
  if (VersioningConfiguration) await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  if (LifecycleConfiguration) {
    const Rules = LifecycleConfiguration.Rules.map(toLifecycleRule);
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  }
  if (NotificationConfiguration) {
    const QueueConfigurations = NotificationConfiguration.QueueConfigurations.map(({ Event, Queue, Filter }: Properties) => ({
      QueueArn: Queue,
      Events: [Event],
      Filter: { Key: { FilterRules: Filter.S3Key.Rules } },
    }));
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: { QueueConfigurations } }));
  }
}

/** CloudFormation's words for a rule into those of S3. */
function toLifecycleRule({
  Id,
  Status,
  Prefix = "",
  ObjectSizeGreaterThan,
  ExpirationInDays,
  ExpiredObjectDeleteMarker,
  ...rule
}: Properties): LifecycleRule {
  const { Transitions, NoncurrentVersionExpiration, AbortIncompleteMultipartUpload, ...unknown } = rule;
  if (Object.keys(unknown).length > 0) throw new Error(`The lifecycle rule ${Id} has ${Object.keys(unknown)}, which is not translated.`);
  return {
    ID: Id,
    Status,
    Filter: ObjectSizeGreaterThan === undefined ? { Prefix } : { And: { Prefix, ObjectSizeGreaterThan: Number(ObjectSizeGreaterThan) } },
    ...(ExpirationInDays !== undefined && { Expiration: { Days: ExpirationInDays } }),
    ...(ExpiredObjectDeleteMarker && { Expiration: { ExpiredObjectDeleteMarker } }),
    ...(NoncurrentVersionExpiration && { NoncurrentVersionExpiration }),
    ...(AbortIncompleteMultipartUpload && { AbortIncompleteMultipartUpload }),
    ...(Transitions && {
      Transitions: Transitions.map(({ TransitionInDays, StorageClass }: Properties) => ({ Days: TransitionInDays, StorageClass })),
    }),
  };
}
