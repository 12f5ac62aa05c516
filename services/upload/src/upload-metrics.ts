import { metricNames } from "@mediashare/contract";
import { Counter, type Registry } from "prom-client";

export type Protocol = "form" | "tus";

export interface UploadMetrics {
  received(protocol: Protocol, bytes: number): void;
  /** A file's end: accepted, duplicate, or the code of its problem. */
  ended(protocol: Protocol, outcome: string): void;
}

export function createUploadMetrics(registry: Registry): UploadMetrics {
  const registers = [registry];
  const bytes = new Counter({ name: metricNames.uploadBytes, help: "Bytes of files received", labelNames: ["protocol"], registers });
  const uploads = new Counter({
    name: metricNames.uploads,
    help: "Files by how they ended",
    labelNames: ["protocol", "outcome"],
    registers,
  });
  return {
    received: (protocol, count) => bytes.inc({ protocol }, count),
    ended: (protocol, outcome) => uploads.inc({ protocol, outcome }),
  };
}
