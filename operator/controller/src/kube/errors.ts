import { DomainError } from "@mediashare/kit";

export type KubeErrorCode = "Conflict" | "Forbidden" | "Gone" | "Invalid" | "NotFound" | "Refused" | "Throttled" | "Unreachable";

/** The API server's refusal, or no answer from it; `code` is fit to be a condition's reason. */
export class KubeError extends DomainError {
  readonly code: KubeErrorCode;
  /** The HTTP status; left out: there was no answer. */
  readonly status: number | undefined;

  constructor(call: string, options: { readonly status?: number; readonly message: string; readonly cause?: unknown }) {
    const code = codeOf(options.status);
    super(`${call}: ${options.message}${advice[code] ?? ""}`, { cause: options.cause });
    this.code = code;
    this.status = options.status;
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof KubeError && error.code === "NotFound";
}

export function isConflict(error: unknown): boolean {
  return error instanceof KubeError && error.code === "Conflict";
}

/** The watch's past is gone: begin again with a list. */
export function isGone(error: unknown): boolean {
  return error instanceof KubeError && error.code === "Gone";
}

const codes: Readonly<Record<number, KubeErrorCode>> = {
  401: "Forbidden",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  410: "Gone",
  422: "Invalid",
  429: "Throttled",
};

function codeOf(status: number | undefined): KubeErrorCode {
  return status === undefined ? "Unreachable" : (codes[status] ?? "Refused");
}

const advice: Readonly<Partial<Record<KubeErrorCode, string>>> = {
  Forbidden: " (grant it in the operator's ClusterRole or Role)",
};
