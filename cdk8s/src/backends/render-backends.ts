import type { Manifest } from "../manifest.ts";
import type { BackendsOptions } from "./backends-options.ts";
import { renderEdge } from "./edge.ts";
import { renderPostgres } from "./postgres.ts";
import { renderS3 } from "./s3.ts";
import { renderSecrets } from "./secrets.ts";
import { renderSqs } from "./sqs.ts";

/** What a pipeline needs beside a cluster, for development: Postgres, an S3 server, an SQS server, an edge. Not for production. */
export function renderBackends(options: BackendsOptions): Manifest[] {
  return [...renderSecrets(options), ...renderPostgres(options), ...renderS3(options), ...renderSqs(options), ...renderEdge(options)];
}
