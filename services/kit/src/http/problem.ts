import { STATUS_CODES } from "node:http";
import { DomainError } from "../errors.ts";

/** The body of an error response: RFC 9457, with our stable `code` as an extension member. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId?: string;
  readonly errors?: readonly { readonly in: string; readonly path: string; readonly message: string }[];
}

/** An error that is meant for the HTTP client as it stands. */
export class ProblemError extends DomainError {
  readonly code: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: Problem["errors"];

  constructor(
    status: number,
    code: string,
    detail: string,
    options: { headers?: Record<string, string>; errors?: Problem["errors"]; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.status = status;
    this.code = code;
    this.headers = options.headers ?? {};
    this.errors = options.errors;
  }
}

export function toProblem(error: ProblemError, requestId?: string): Problem {
  return {
    type: `https://mediashare.dev/problems/${error.code}`,
    title: titles[error.status] ?? STATUS_CODES[error.status] ?? "Error",
    status: error.status,
    detail: error.message,
    code: error.code,
    ...(requestId === undefined ? {} : { requestId }),
    ...(error.errors === undefined ? {} : { errors: error.errors }),
  };
}

const titles: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  410: "Gone",
  411: "Length required",
  412: "Precondition failed",
  413: "Too large",
  415: "Unsupported type",
  416: "Range not satisfiable",
  422: "Unprocessable",
  423: "Locked",
  429: "Too many requests",
  460: "Checksum mismatch",
  500: "Internal error",
  503: "Unavailable",
  507: "Storage full",
};
