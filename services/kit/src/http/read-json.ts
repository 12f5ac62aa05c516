import { bodyParser } from "@koa/bodyparser";
import type { Context } from "koa";
import { ProblemError } from "./problem.ts";

/** Enough for any body that is not a file. */
const maxBytes = 1024 * 1024;

const parseBody = bodyParser({
  enableTypes: ["json"],
  jsonLimit: maxBytes,
  parsedMethods: ["POST", "PUT", "PATCH", "DELETE"],
  onError: (error) => {
    throw asProblem(error);
  },
});

/**
 * The JSON of a request. Only what says that it is JSON is read: a page of another origin cannot say so without being asked first
 * (https://fetch.spec.whatwg.org/#cors-safelisted-request-header).
 * @throws ProblemError not_json, body_too_large, malformed_json
 */
export async function readJson(ctx: Context): Promise<unknown> {
  if (!ctx.is("application/json")) {
    throw new ProblemError(415, "not_json", "Send the request's body as JSON, with Content-Type: application/json.");
  }
  await parseBody(ctx, async () => undefined);
  return ctx.request.body;
}

/** Without the parser's error as cause: that one carries the body, where passwords may be. */
function asProblem({ status }: Error & { status?: number }): ProblemError {
  if (status === 413) {
    return new ProblemError(413, "body_too_large", `The request's body is larger than ${maxBytes} bytes, which is the most that is read.`);
  }
  if (status === 415) return new ProblemError(415, "unsupported_encoding", "The request's body has a Content-Encoding that is not read.");
  return new ProblemError(400, "malformed_json", "The request's body is not an object or array in JSON, or ends too early.");
}
