import { z } from "zod";
import type { Route, RouteResponse } from "./route.ts";

const problemSchema = {
  type: "object",
  description: "RFC 9457 problem details",
  required: ["type", "title", "status", "detail", "code"],
  properties: {
    type: { type: "string", format: "uri" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "What is wrong, where, and what to do" },
    code: { type: "string", description: "Stable, for programs" },
    requestId: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["in", "path", "message"],
        properties: { in: { type: "string" }, path: { type: "string" }, message: { type: "string" } },
      },
    },
  },
};

type Schemas = Record<string, unknown>;

/** The OpenAPI 3.1 document of these routes. */
export function describeOpenApi(
  info: { title: string; version: string; description: string },
  routes: readonly Route[],
  securitySchemes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const schemas: Schemas = { Problem: problemSchema };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const operations = paths[route.path] ?? {};
    operations[route.method] = describeOperation(route, schemas);
    paths[route.path] = operations;
  }
  return { openapi: "3.1.1", info, paths, components: { schemas, securitySchemes } };
}

function describeOperation(route: Route, schemas: Schemas): Record<string, unknown> {
  const parameters = [
    ...describeParameters(route.params, "path"),
    ...describeParameters(route.query, "query"),
    ...Object.entries(route.requestHeaders ?? {}).map(([name, description]) => ({
      name,
      in: "header",
      description,
      schema: { type: "string" },
    })),
  ];
  const { 400: badRequest, ...otherProblems } = route.problems ?? {};
  const badRequests = [
    ...(route.params || route.query || route.body ? ["invalid_request"] : []),
    ...(route.body ? ["malformed_json"] : []),
    ...(badRequest ? [badRequest] : []),
  ];
  const problems = {
    ...(badRequests.length > 0 ? { 400: badRequests.join(", ") } : {}),
    ...(route.body ? bodyProblems : {}),
    ...otherProblems,
  };
  return {
    operationId: route.operationId,
    summary: route.summary,
    security: route.access.security,
    "x-access": route.access.rule,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...describeRequestBody(route, schemas),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.responses).map(([status, response]) => [
          status,
          { description: response.description, ...describeResponse(response, schemas) },
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(problems).map(([status, codes]) => [status, { description: `Problem: ${codes}`, content: problemContent }]),
      ),
      default: { description: "Problem: any request may be refused, or find us unable to answer", content: problemContent },
    },
  };
}

const bodyProblems = { 413: "body_too_large", 415: "not_json, unsupported_encoding" };

function describeRequestBody({ body, requestBody }: Route, schemas: Schemas): Record<string, unknown> {
  if (!body) return requestBody ? { requestBody } : {};
  return { requestBody: { required: true, content: { "application/json": { schema: reference(body, schemas, "input") } } } };
}

const problemContent = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };

function describeResponse({ schema, contentType, events }: RouteResponse, schemas: Schemas): Record<string, unknown> {
  // OpenAPI 3.1 has no word for the items of a stream (3.2 has itemSchema).
  if (events) return { content: { "text/event-stream": { schema: { type: "string" }, "x-event-data": reference(events, schemas) } } };
  if (schema) return { content: { [contentType ?? "application/json"]: { schema: reference(schema, schemas) } } };
  return contentType ? { content: { [contentType]: {} } } : {};
}

function describeParameters(schema: z.ZodType | undefined, where: "path" | "query"): unknown[] {
  if (!schema) return [];
  const json = z.toJSONSchema(schema, { io: "input" }) as { properties?: Record<string, { description?: string }>; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, { description, ...property }]) => ({
    name,
    in: where,
    required: where === "path" || (json.required ?? []).includes(name),
    ...(description ? { description } : {}),
    schema: property,
  }));
}

/** Named schemas (`meta({ id })`) go to components once, and are referred to; others stand where they are used. */
function reference(schema: z.ZodType, schemas: Schemas, io: "input" | "output" = "output"): unknown {
  const { $schema: _dialect, $defs, ...root } = z.toJSONSchema(schema, { io, override: allowMore }) as Record<string, unknown>;
  for (const [name, definition] of Object.entries(($defs ?? {}) as Schemas)) schemas[name] = relocated(definition);
  return relocated(root);
}

/** Later versions may answer with more: a client that refuses what it does not know would break. */
function allowMore({ jsonSchema }: { jsonSchema: { additionalProperties?: unknown } }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

function relocated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocated);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "id" || typeof (value as { id: unknown }).id !== "string")
      .map(([key, item]) => [
        key,
        key === "$ref" && typeof item === "string" ? item.replace("#/$defs/", "#/components/schemas/") : relocated(item),
      ]),
  );
}
