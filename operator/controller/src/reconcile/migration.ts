import type { MediaPipeline } from "@mediashare/api";
import type { Manifest } from "@mediashare/cdk8s";
import type { Children } from "./children.ts";

/** A Job, as the API server has it. */
interface JobStatus {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Whether the fleets may have the pods that were rendered with this Job: their processes wait for its schema, and would only be idle. */
export function isMigrated(wanted: readonly Manifest[], namespace: string, children: Pick<Children, "get">): boolean {
  const jobs = wanted.filter(({ kind }) => kind === "Job");
  return jobs.every(({ metadata }) => isComplete(children.get("Job", namespace, metadata.name)));
}

/** The name of the Job that is at work on the schema; undefined when the schema is as it should be. */
export function findMigration({ metadata: { namespace, name } }: MediaPipeline, children: Pick<Children, "of">): string | undefined {
  const jobs = children.of(`${namespace}/${name}`).filter(({ kind }) => kind === "Job");
  return jobs.find(({ child }) => !isComplete(child as JobStatus))?.child.metadata.name;
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions */
function isComplete(job: JobStatus | undefined): boolean {
  return job?.status?.conditions?.some(({ type, status }) => type === "Complete" && status === "True") ?? false;
}
