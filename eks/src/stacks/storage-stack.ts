import { objectKeys } from "@mediashare/contract";
import { Duration, RemovalPolicy, type StackProps } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as s3 from "aws-cdk-lib/aws-s3";
import type * as sqs from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Config } from "../config/config-schema.ts";
import type { Names } from "../names.ts";
import { PartStack } from "./part-stack.ts";

export interface StorageStackProps extends StackProps {
  readonly names: Names;
  readonly storage: Config["storage"];
  /** Told of files that are put under inbox/; left out: nobody is. */
  readonly events?: sqs.IQueue;
  /** The CloudFront distribution that may read renditions; left out: none may. */
  readonly distributionArn?: string;
}

/** MEDIASHARE_UPLOAD_EXPIRY is 7 days: an upload that may still go on is not cut off. */
const abortAfter = Duration.days(8);

/** The buckets, all private, encrypted and kept when the stack goes: nothing here deletes what people uploaded. */
export class StorageStack extends PartStack {
  readonly originals: s3.Bucket;
  readonly renditions: s3.Bucket;
  readonly accessLogs: s3.Bucket;

  constructor(scope: Construct, id: string, { names, storage, events, distributionArn, ...props }: StorageStackProps) {
    super(scope, id, props);
    this.accessLogs = this.#bucket("access-logs", {
      bucketName: names.accessLogs,
      lifecycleRules: [{ id: "old-logs", expiration: Duration.days(90) }],
    });
    this.originals = this.#bucket("originals", {
      bucketName: names.originals,
      versioned: true,
      serverAccessLogsBucket: this.accessLogs,
      serverAccessLogsPrefix: "originals/",
      lifecycleRules: originalsRules(storage),
    });
    this.renditions = this.#bucket("renditions", {
      bucketName: names.renditions,
      serverAccessLogsBucket: this.accessLogs,
      serverAccessLogsPrefix: "renditions/",
      lifecycleRules: [{ id: "abandoned-multiparts", abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
    if (events) this.#tellOfInbox(events);
    if (distributionArn !== undefined) this.#letDeliver(distributionArn);
  }

  #bucket(id: string, props: s3.BucketProps): s3.Bucket {
    return new s3.Bucket(this, id, {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
      ...props,
    });
  }

  /** By the bucket's own property: the construct's method would add a Lambda function that does the same. */
  #tellOfInbox(queue: sqs.IQueue): void {
    const bucket = this.originals.node.defaultChild as s3.CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [
        {
          event: "s3:ObjectCreated:*",
          queue: queue.queueArn,
          filter: { s3Key: { rules: [{ name: "prefix", value: objectKeys.inboxPrefix }] } },
        },
      ],
    };
  }

  #letDeliver(distributionArn: string): void {
    this.renditions.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: "DeliveryReads",
        principals: [new iam.ServicePrincipal("cloudfront.amazonaws.com")],
        actions: ["s3:GetObject"],
        // Only what signed URLs are for.
        resources: [this.renditions.arnForObjects("media/*")],
        conditions: { StringEquals: { "aws:SourceArn": distributionArn } },
      }),
    );
  }
}

function originalsRules({ infrequentAfterDays, archiveAfterDays, deletedAfterDays }: Config["storage"]): s3.LifecycleRule[] {
  const tier = (prefix: string): s3.LifecycleRule => ({
    id: `tier-${prefix.slice(0, -1)}`,
    prefix,
    // Below this size the classes cost more than they save.
    objectSizeGreaterThan: 128 * 1024,
    transitions: [
      { storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(infrequentAfterDays) },
      { storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(archiveAfterDays) },
    ],
  });
  return [
    { id: "abandoned-multiparts", abortIncompleteMultipartUploadAfter: abortAfter },
    {
      id: "deleted",
      noncurrentVersionExpiration: Duration.days(deletedAfterDays),
      expiredObjectDeleteMarker: true,
    },
    // Tails of resumable uploads are written over and over: nobody wants their past.
    { id: "upload-tails", prefix: "uploads/", noncurrentVersionExpiration: Duration.days(1) },
    tier("originals/"),
    tier(objectKeys.inboxPrefix),
  ];
}
