import type { Template } from "@mediashare/eks";
import type { Lookups } from "./resolve.ts";

export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export function pseudoParameters({ partition, region, account }: Place): Readonly<Record<string, string>> {
  return { "AWS::Partition": partition, "AWS::Region": region, "AWS::AccountId": account, "AWS::URLSuffix": "amazonaws.com" };
}

/** What can be known of a template before it is deployed: buckets and queues that have names of their own. */
export function namedResources({ Resources }: Template, place: Place): Lookups {
  const { partition, region, account } = place;
  const nameOf = (id: string, type: string, property: string): string => {
    const { Type, Properties } = Resources[id] ?? {};
    const name = Type === type ? Properties?.[property] : undefined;
    if (typeof name !== "string") throw new Error(`What ${id} (${Type}) is called, only AWS knows.`);
    return name;
  };
  return {
    ref: (id) => pseudoParameters(place)[id] ?? nameOf(id, "AWS::S3::Bucket", "BucketName"),
    attribute: (id, name) => {
      if (name !== "Arn") throw new Error(`What ${name} of ${id} is, only AWS knows.`);
      if (Resources[id]?.Type === "AWS::S3::Bucket") return `arn:${partition}:s3:::${nameOf(id, "AWS::S3::Bucket", "BucketName")}`;
      return `arn:${partition}:sqs:${region}:${account}:${nameOf(id, "AWS::SQS::Queue", "QueueName")}`;
    },
    exported: (name) => {
      throw new Error(`What ${name} is, only the stack that exports it knows.`);
    },
  };
}
