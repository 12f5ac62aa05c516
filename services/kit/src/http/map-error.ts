import { DomainError } from "../errors.ts";
import { isDatabaseUnavailable } from "../is-database-unavailable.ts";
import { ProblemError } from "./problem.ts";

const statusOfCode: Readonly<Record<string, number>> = {
  object_not_found: 404,
  length_required: 411,
  quota_exceeded: 413,
  range_not_satisfiable: 416,
  storage_full: 507,
  storage_unavailable: 503,
  queue_unavailable: 503,
  database_unavailable: 503,
};

/** Any error as the client may see it: nothing of an unexpected one but that it happened. */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isDatabaseUnavailable(error)) {
    return new ProblemError(503, "database_unavailable", "The database cannot be reached just now. Try again in a few seconds.", {
      headers: { "Retry-After": "5" },
      cause: error,
    });
  }
  const status = error instanceof DomainError ? statusOfCode[error.code] : undefined;
  if (status !== undefined) {
    const { code, message } = error as DomainError;
    return new ProblemError(status, code, message, { cause: error, ...(status === 503 ? { headers: { "Retry-After": "5" } } : {}) });
  }
  const fromKoa = error as { status?: unknown; expose?: unknown; message?: unknown };
  if (fromKoa?.expose === true && typeof fromKoa.status === "number") {
    return new ProblemError(fromKoa.status, "request", String(fromKoa.message), { cause: error });
  }
  return new ProblemError(500, "internal", "Something went wrong on our side. The request id helps to find it in the logs.", {
    cause: error,
  });
}
