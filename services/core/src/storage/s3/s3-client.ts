import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { S3Client } from "@aws-sdk/client-s3";

export interface S3ClientOptions {
  readonly region: string;
  /** For servers other than AWS. */
  readonly endpoint?: string;
  /** Bucket in the path instead of in the host name. */
  readonly pathStyle: boolean;
  /** Left out: the SDK's default chain (environment, IRSA, pod identity, instance role). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const maxSockets = 256;

/**
 * A client whose calls end: dead servers and lost connections become errors within a minute, passing errors are tried
 * four times with growing, jittered pauses. The agents are given as instances because the SDK would otherwise open a
 * connection for every upload over 2 MiB (its Expect: 100-continue handling).
 */
export function createS3Client({ region, endpoint, pathStyle, credentials }: S3ClientOptions): S3Client {
  return new S3Client({
    region,
    forcePathStyle: pathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: 4,
    retryMode: "standard",
    requestHandler: {
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets }),
      connectionTimeout: 5_000,
      // Until the response's headers, a part's upload included.
      requestTimeout: 60_000,
      throwOnRequestTimeout: true,
      // Also runs while a reader pauses (a decoder that is busy): longer than any of them does.
      socketTimeout: 300_000,
    },
  });
}
