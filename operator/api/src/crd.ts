import { z } from "zod";
import { apiGroup, categories, kind, plural, shortNames, singular, version } from "./names.ts";
import { mediaPipelineSpec } from "./schema/spec.ts";
import { mediaPipelineStatus } from "./schema/status.ts";

export interface JsonSchema {
  [keyword: string]: unknown;
  type?: string;
  description?: string;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
}

/** The CustomResourceDefinition, as https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/ has it. */
export function renderCrd() {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${apiGroup}`, labels: { "app.kubernetes.io/name": "mediashare" } },
    spec: {
      group: apiGroup,
      scope: "Namespaced",
      names: { kind, listKind: `${kind}List`, plural, singular, shortNames: [...shortNames], categories: [...categories] },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: renderSchema() },
          subresources: {
            status: {},
            scale: {
              specReplicasPath: ".spec.worker.scaling.min",
              statusReplicasPath: ".status.replicas",
              labelSelectorPath: ".status.selector",
            },
          },
          additionalPrinterColumns: columns,
        },
      ],
    },
  };
}

const columns = [
  { name: "Ready", type: "string", jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
  { name: "Backlog", type: "string", jsonPath: ".status.worker.backlogSeconds", description: "Seconds of processing that wait or run" },
  { name: "Workers", type: "integer", jsonPath: ".status.worker.ready" },
  { name: "Desired", type: "integer", jsonPath: ".status.worker.desired" },
  { name: "Nodes", type: "integer", jsonPath: ".status.nodes" },
  { name: "Reason", type: "string", jsonPath: ".status.decision.reason" },
  { name: "Message", type: "string", jsonPath: ".status.decision.message", priority: 1 },
  { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
];

/** The whole resource, as a structural schema. */
export function renderSchema(): JsonSchema {
  return {
    type: "object",
    description: "A media pipeline: the fleets that receive, process and show photos and videos, and the nodes that they run on.",
    required: ["spec"],
    properties: {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { type: "object" },
      spec: structural(toJsonSchema(mediaPipelineSpec)),
      status: structural(toJsonSchema(mediaPipelineStatus)),
    },
    "x-kubernetes-validations": [
      {
        rule: "size(self.metadata.name) <= 40",
        message: "write a name of at most 40 characters: the names of the pipeline's parts begin with it",
      },
    ],
  };
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", target: "openapi-3.0", unrepresentable: "throw" }) as JsonSchema;
}

/** The API server holds a default to the rules as it stands, without the defaults of its own fields. */
function defaultsOf(properties: Record<string, JsonSchema>): Record<string, unknown> {
  const entries = Object.entries(properties).filter(([, field]) => field.default !== undefined);
  return Object.fromEntries(
    entries.map(([name, field]) => [
      name,
      field.properties ? { ...defaultsOf(field.properties), ...(field.default as object) } : field.default,
    ]),
  );
}

/** Only what Kubernetes' structural schemas allow: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema */
function structural(schema: JsonSchema): JsonSchema {
  if (schema["x-kubernetes-int-or-string"]) return { "x-kubernetes-int-or-string": true };
  const { propertyNames: _names, additionalProperties, properties, items, ...rest } = schema;
  if (rest["minimum"] === Number.MIN_SAFE_INTEGER) delete rest["minimum"];
  if (rest["maximum"] === Number.MAX_SAFE_INTEGER) delete rest["maximum"];
  if (rest["format"] === "date-time") delete rest["pattern"];
  if (properties && rest.default !== undefined) rest.default = { ...defaultsOf(properties), ...(rest.default as object) };
  return {
    ...rest,
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, structural(each)])) }),
    ...(items && { items: structural(items) }),
    ...(typeof additionalProperties === "object" && !properties && Object.keys(additionalProperties).length > 0
      ? { additionalProperties: structural(additionalProperties) }
      : {}),
  } as JsonSchema;
}
