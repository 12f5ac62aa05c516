import { z } from "zod";
import type { MediaPipeline } from "./media-pipeline.ts";
import { apiVersion, kind } from "./names.ts";
import { mediaPipelineSpec } from "./schema/spec.ts";
import { mediaPipelineStatus } from "./schema/status.ts";

const document = z.object({
  apiVersion: z.literal(apiVersion, `write apiVersion: ${apiVersion}`),
  kind: z.literal(kind, `write kind: ${kind}`),
  metadata: z.looseObject({
    name: z
      .string("write the pipeline's name")
      .regex(/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/, "write a name of at most 40 lower-case letters, digits and hyphens"),
    namespace: z.string().default("default"),
  }),
  spec: mediaPipelineSpec,
  status: mediaPipelineStatus.optional().catch(undefined),
});

/** Every fault of a MediaPipeline, each with its path and what to write. */
export class InvalidPipelineError extends Error {
  readonly code = "invalid_pipeline";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The MediaPipeline has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
    );
    this.name = "InvalidPipelineError";
    this.faults = faults;
  }
}

/**
 * A MediaPipeline from a file or from the API server, with its defaults. A status that cannot be read is left out.
 * @throws InvalidPipelineError
 */
export function parseMediaPipeline(object: unknown): MediaPipeline {
  const parsed = document.safeParse(object, { error: missing });
  if (parsed.success) return parsed.data as MediaPipeline;
  throw new InvalidPipelineError(parsed.error.issues.map((issue) => `${renderPath(issue.path) || "document"}: ${issue.message}`));
}

/** zod's own words for a field that is not there name a type, not the field's absence. */
function missing(issue: { readonly code?: string; readonly input?: unknown }): string | undefined {
  return issue.code === "invalid_type" && issue.input === undefined ? "is missing" : undefined;
}

function renderPath(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}
