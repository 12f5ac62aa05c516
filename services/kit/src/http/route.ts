import type Router from "@koa/router";
import type { Context } from "koa";
import type { z } from "zod";
import { ProblemError } from "./problem.ts";
import { readJson } from "./read-json.ts";
import type { RequestState } from "./request-context.ts";

type Method = "get" | "head" | "post" | "put" | "patch" | "delete" | "options";

export interface RouteResponse {
  readonly description: string;
  /** Schema of the JSON body. Left out: no body, or one that is not JSON. */
  readonly schema?: z.ZodType;
  readonly contentType?: string;
  /** Schema of the JSON in each event of an endless body; only documented here, who sends them holds to it. */
  readonly events?: z.ZodType;
}

/** Who may use a route; the service that has the routes says which rules there are. */
export interface RouteAccess {
  /** The rule in the service's own words, printed as `x-access`. */
  readonly rule: Readonly<Record<string, string>>;
  /** OpenAPI's security requirements: any one of them will do; an empty one is for anybody. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  /** @throws ProblemError where whoever asks may not use the route */
  readonly check: (ctx: Context) => void;
}

interface RouteInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
}

/** One operation of an API: the same declaration guards requests and responses, and is printed as OpenAPI. */
export interface Route<P extends z.ZodType = z.ZodType, Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType> {
  readonly method: Method;
  /** OpenAPI form: `/v1/media/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly access: RouteAccess;
  readonly params?: P;
  readonly query?: Q;
  /** Schema of a JSON body, which must be there then. */
  readonly body?: B;
  /** Documentation of a request body that the handler reads itself, such as an upload. */
  readonly requestBody?: Readonly<Record<string, unknown>>;
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly responses: Readonly<Record<number, RouteResponse>>;
  /** Problem codes by status, besides those that every route has. */
  readonly problems?: Readonly<Record<number, string>>;
  handler(ctx: Context & { state: RequestState }, input: RouteInput<P, Q, B>): Promise<void>;
}

/** Keeps the types of the schemas inside the declaration. */
export function defineRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(route: Route<P, Q, B>): Route {
  return route as unknown as Route;
}

/**
 * Mounts routes, each behind its guard: whoever may not use it learns nothing else, input that does not fit is a 400 that names each
 * fault, output that does not fit is our fault.
 */
export function mountRoutes(router: Router, routes: readonly Route[]): void {
  for (const route of routes) {
    router[route.method](route.path.replace(/\{(\w+)\}/g, ":$1"), async (routerContext) => {
      const ctx = routerContext as unknown as Context & { state: RequestState };
      route.access.check(ctx);
      const faults: NonNullable<ProblemError["errors"]>[number][] = [];
      const input = {
        params: parse(route.params, routerContext.params, "path", faults),
        query: parse(route.query, ctx.query, "query", faults),
        body: route.body && parse(route.body, await readJson(ctx), "body", faults),
      };
      if (faults.length > 0) throw invalidRequest(faults);
      await route.handler(ctx, input);
      const response = route.responses[ctx.status];
      if (!response) throw new Error(`${route.operationId} answered with the undeclared status ${ctx.status}`);
      if (response.schema) sendJson(ctx, response.schema.parse(ctx.body));
    });
  }
}

/** As text: of an object Koa makes the text anew whenever its length is asked for, which is most of what a page of a list costs. */
function sendJson(ctx: Context, value: unknown): void {
  ctx.body = JSON.stringify(value);
  ctx.type = "json";
}

function parse(
  schema: z.ZodType | undefined,
  value: unknown,
  where: string,
  faults: { in: string; path: string; message: string }[],
): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) faults.push({ in: where, path: issue.path.join("."), message: issue.message });
  return undefined;
}

function invalidRequest(faults: NonNullable<ProblemError["errors"]>): ProblemError {
  const list = faults.map((fault) => `${fault.path || "it"} (${fault.in}): ${fault.message}`).join("; ");
  return new ProblemError(400, "invalid_request", `The request does not fit: ${list}.`, { errors: faults });
}
