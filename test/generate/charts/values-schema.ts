import { renderCrd } from "@mediashare/api";
import { z } from "zod";

/** As Helm reads it: https://json-schema.org/draft-07 */
export interface ValuesSchema {
  [keyword: string]: unknown;
  type?: string;
  description?: string;
  default?: unknown;
  properties?: Record<string, ValuesSchema>;
  required?: string[];
  items?: ValuesSchema;
  additionalProperties?: boolean | ValuesSchema;
}

const draft = "http://json-schema.org/draft-07/schema#";

/** The text of values.schema.json. Helm hands `global` to every chart. */
export function writeValuesSchema({ properties, ...rest }: ValuesSchema): string {
  const global = { type: "object", description: "Helm's own: values of all charts of a release." };
  return `${JSON.stringify({ $schema: draft, ...rest, properties: { ...properties, global } }, undefined, 2)}\n`;
}

export function ofZod(schema: z.ZodType): ValuesSchema {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, { io: "input", target: "draft-7", unrepresentable: "throw" }) as ValuesSchema;
  return rest;
}

/** The spec of a MediaPipeline, as the CRD has it, in JSON Schema's own words. */
export function ofPipelineSpec(): ValuesSchema {
  const { spec } = renderCrd().spec.versions[0]?.schema.openAPIV3Schema.properties ?? {};
  return toJsonSchema(spec as ValuesSchema);
}

/** Kubernetes' extensions mean nothing to Helm; fields that are not declared are the API server's to refuse, and so Helm's. */
function toJsonSchema(schema: ValuesSchema): ValuesSchema {
  const { properties, items, additionalProperties, ...rest } = schema;
  const own = Object.fromEntries(Object.entries(rest).filter(([keyword]) => !keyword.startsWith("x-kubernetes-")));
  if (schema["x-kubernetes-int-or-string"]) return { ...own, type: ["integer", "string"] as never };
  return {
    ...own,
    ...(properties && { properties: mapValues(properties, toJsonSchema), additionalProperties: false }),
    ...(items && { items: toJsonSchema(items) }),
    ...(typeof additionalProperties === "object" && { additionalProperties: toJsonSchema(additionalProperties) }),
  };
}

/** Nothing is required: other values may come from elsewhere. */
export function withoutRequired({ required: _required, properties, ...rest }: ValuesSchema): ValuesSchema {
  return { ...rest, ...(properties && { properties: mapValues(properties, withoutRequired) }) };
}

/** Only what is required, and only down to where something is. */
export function onlyRequired({ required, properties }: ValuesSchema): ValuesSchema {
  const inner = Object.entries(properties ?? {})
    .map(([name, schema]) => [name, onlyRequired(schema)] as const)
    .filter(([, schema]) => Object.keys(schema).length > 0);
  return { ...(required && { required }), ...(inner.length > 0 && { properties: Object.fromEntries(inner) }) };
}

function mapValues<From, To>(object: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}
