import type { components } from "./openapi.ts";

/** RFC 9457 problem details, with a stable `code`. */
export type Problem = components["schemas"]["Problem"];

/** The server said no, and why: `message` is its sentence for people, `code` its word for programs. */
export class RefusedError extends Error {
  readonly code: string;
  readonly status: number;
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.name = "RefusedError";
    this.code = problem.code;
    this.status = problem.status;
    this.problem = problem;
  }
}

/** Nobody answered. */
export class UnreachableError extends Error {
  readonly code = "unreachable";

  constructor(url: string, cause: unknown) {
    super(`${new URL(url).origin} cannot be reached: ${reasonOf(cause)}.`, { cause });
    this.name = "UnreachableError";
  }
}

/** What answered does not speak as the API does: a proxy before it, or another service. */
export class UnexpectedAnswerError extends Error {
  readonly code = "unexpected_answer";

  constructor(what: string, cause?: unknown) {
    super(what, { cause });
    this.name = "UnexpectedAnswerError";
  }
}

/** The error that the body of a failed answer tells of. */
export function failedAnswer(body: unknown, status: number, url: string, options?: ErrorOptions): Error {
  if (isProblem(body)) return new RefusedError(body, options);
  return new UnexpectedAnswerError(
    `${new URL(url).origin} answered with status ${status} and no reason that is known here.`,
    options?.cause,
  );
}

function isProblem(body: unknown): body is Problem {
  const { code, detail, status } = (typeof body === "object" && body !== null ? body : {}) as Partial<Problem>;
  return typeof code === "string" && typeof detail === "string" && typeof status === "number";
}

/** fetch says only that it failed; the reason lies below. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return reasonOf(error.cause);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.message;
}
