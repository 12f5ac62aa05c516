import type { IncomingHttpHeaders } from "node:http";

export interface AwsRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer | undefined;
}

/** One operation of a service's API, and what it was asked of. */
export interface RecordedCall {
  /** As the signature names it: `s3`, `sqs`, `monitoring`, `autoscaling`, `eks`, `ec2`. */
  readonly service: string;
  readonly operation: string;
  /** Bucket or bucket/key, queue, namespace of metrics, group or instance, cluster/nodegroup; "" where the call names nothing. */
  readonly target: string;
}

/** What a request asks for; several things where it names several objects. */
export function readCall(service: string, request: AwsRequest): RecordedCall[] {
  if (service === "s3") return readS3Call(request);
  if (service === "eks") return [{ service, ...readEksCall(request) }];
  return [{ service, ...readRpcCall(request) }];
}

/** S3's REST API, path-style: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
function readS3Call({ method, url, body }: AwsRequest): RecordedCall[] {
  const { pathname, searchParams: query } = new URL(url, "http://any");
  const [, bucket = "", ...key] = pathname.split("/").map(decodeURIComponent);
  const target = [bucket, ...key].join("/").replace(/\/$/, "");
  const call = (operation: string, of = target): RecordedCall => ({ service: "s3", operation, target: of });
  if (method === "POST" && query.has("delete")) return deletedKeys(body).map((each) => call("DeleteObjects", `${bucket}/${each}`));
  const isBucket = key.join("/") === "";
  const operation = (isBucket ? bucketOperations : objectOperations).find(
    ([verb, parameter]) => verb === method && (parameter === undefined || query.has(parameter)),
  )?.[2];
  if (!operation) throw new Error(`No S3 operation is known for ${method} ${url}`);
  return [call(operation)];
}

type S3Operation = readonly [method: string, parameter: string | undefined, operation: string];

const bucketOperations: readonly S3Operation[] = [
  ["HEAD", undefined, "HeadBucket"],
  ["GET", "uploads", "ListMultipartUploads"],
  ["GET", "list-type", "ListObjectsV2"],
];
const objectOperations: readonly S3Operation[] = [
  ["HEAD", undefined, "HeadObject"],
  ["GET", "uploadId", "ListParts"],
  ["GET", undefined, "GetObject"],
  ["PUT", "uploadId", "UploadPart"],
  ["PUT", undefined, "PutObject"],
  ["POST", "uploads", "CreateMultipartUpload"],
  ["POST", "uploadId", "CompleteMultipartUpload"],
  ["DELETE", "uploadId", "AbortMultipartUpload"],
  ["DELETE", undefined, "DeleteObject"],
];

function deletedKeys(body: Buffer | undefined): string[] {
  const keys = [...String(body ?? "").matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key as string);
  return keys.map((key) =>
    key.replaceAll("&apos;", "'").replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  );
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_Operations.html */
function readEksCall({ method, url }: AwsRequest): Omit<RecordedCall, "service"> {
  const match = /^\/clusters\/([^/?]+)\/node-groups\/([^/?]+)(\/update-config)?(?:\?|$)/.exec(url);
  const operation = match?.[3] ? "UpdateNodegroupConfig" : "DescribeNodegroup";
  if (!match || method !== (match[3] ? "POST" : "GET")) throw new Error(`No EKS operation is known for ${method} ${url}`);
  return { operation, target: `${decodeURIComponent(match[1] as string)}/${decodeURIComponent(match[2] as string)}` };
}

/** The JSON and the query protocol: https://smithy.io/2.0/aws/protocols/index.html */
function readRpcCall({ headers, body }: AwsRequest): Omit<RecordedCall, "service"> {
  const header = headers["x-amz-target"];
  if (header) {
    const { QueueUrl, Namespace } = JSON.parse(String(body)) as { QueueUrl?: string; Namespace?: string };
    return { operation: String(header).split(".").at(-1) as string, target: QueueUrl?.split("/").at(-1) ?? Namespace ?? "" };
  }
  const parameters = new URLSearchParams(String(body));
  const operation = parameters.get("Action");
  if (operation === null) throw new Error(`No operation is named by ${String(body).slice(0, 200)}`);
  return { operation, target: parameters.get("AutoScalingGroupName") ?? parameters.get("InstanceId") ?? "" };
}
