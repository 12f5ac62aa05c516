import { DomainError } from "@mediashare/kit";

/** The API server refused, or did not answer; the message says what to do. */
export class KubeCallError extends DomainError {
  readonly code: string;
  /** Left out: there was no answer. */
  readonly status: number | undefined;

  constructor(call: string, cause: unknown) {
    const status = statusOf(cause);
    const { reason, advice } = KINDS[status ?? 0] ?? { reason: "KubernetesCallFailed", advice: "it is tried again." };
    super(`Kubernetes: ${call} failed: ${advice} [${status ?? "no answer"}: ${cause instanceof Error ? cause.message : String(cause)}]`, {
      cause,
    });
    this.code = reason;
    this.status = status;
  }
}

/**
 * Runs one call of the API server; what it throws says which call it was and what to do.
 * @param call verb and resource, as RBAC has them: `list pods in default`
 */
export async function asking<Value>(call: string, run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    throw new KubeCallError(call, error);
  }
}

/** The HTTP status of the API server's refusal. */
export function statusOf(error: unknown): number | undefined {
  const { status, code } = error as { status?: unknown; code?: unknown };
  return [status, code].find((value) => typeof value === "number");
}

const KINDS: Readonly<Record<number, { readonly reason: string; readonly advice: string }>> = {
  401: { reason: "Forbidden", advice: "the operator's token is not accepted; look at its service account." },
  403: { reason: "Forbidden", advice: "the operator may not; grant it in the operator's ClusterRole or Role." },
  404: { reason: "NotFound", advice: "it does not exist (yet)." },
  429: { reason: "Throttled", advice: "the API server asks for fewer calls; it is tried again." },
};
