import { type JsonSchema, renderSchema } from "./crd.ts";
import { durationPattern } from "./duration.ts";
import { renderFieldTable } from "./field-table.ts";
import { apiVersion, kind, shortNames } from "./names.ts";

/** The reference page of the resource, in Markdown. @param example a complete MediaPipeline in YAML */
export function renderReference(example: string): string {
  const schema = renderSchema();
  const [spec, status] = [schema.properties?.["spec"], schema.properties?.["status"]] as [JsonSchema, JsonSchema];
  const lines = [
    `# ${kind}`,
    "",
    `\`apiVersion: ${apiVersion}\`, \`kind: ${kind}\`, short name \`${shortNames.join("`, `")}\`. Made by \`npm run generate\` from [src/schema](src/schema).`,
    "",
    "Bold fields are required wherever the field that they belong to is written. What is left out takes its default.",
    "",
    "A duration is a number with a unit, or several: `250ms`, `30s`, `2m`, `1h30m`. A quantity is one of Kubernetes: `500m` or `2` of cpu, `512Mi` or `4Gi` of memory.",
    "",
    "## Example",
    "",
    "```yaml",
    example.trimEnd(),
    "```",
    "",
    "## spec",
    "",
    ...renderTable("spec", spec),
    "",
    "## Rules",
    "",
    "The API server refuses what breaks one of these, with this message:",
    "",
    ...collectRules("", schema).map(({ path, message }) => `- ${path === "" ? "" : `\`${path}\`: `}${message}`),
    "",
    "## status",
    "",
    "Written by the operator. A number that it does not know is `null` or left out; it is not 0.",
    "",
    ...renderTable("status", status),
    "",
  ];
  return lines.join("\n");
}

function renderTable(path: string, schema: JsonSchema): string[] {
  return renderFieldTable({ heading: "field", path, schema, typeOf });
}

function typeOf(field: JsonSchema): string {
  if (Array.isArray(field["enum"])) return (field["enum"] as unknown[]).map((value) => `\`${value}\``).join(" | ");
  if (field.items) return `list of ${field.items.type ?? "values"}${upTo(field["maxItems"])}`;
  if (typeof field.additionalProperties === "object") {
    return `map of ${field.additionalProperties["x-kubernetes-int-or-string"] ? "quantity" : field.additionalProperties.type}`;
  }
  if (field["pattern"] === durationPattern.source) return "duration";
  if (field["format"] === "date-time") return "time (RFC 3339)";
  if (field.type === "string") return `string${upTo(field["maxLength"])}`;
  return `${field.type}${boundsOf(field)}`;
}

function upTo(most: unknown): string {
  return most === undefined ? "" : `, up to ${most}`;
}

function boundsOf({ minimum, maximum }: JsonSchema): string {
  if (minimum === undefined) return maximum === undefined ? "" : `, at most ${maximum}`;
  return maximum === undefined ? `, at least ${minimum}` : `, ${minimum} to ${maximum}`;
}

function collectRules(path: string, schema: JsonSchema): { path: string; message: string }[] {
  const own = ((schema["x-kubernetes-validations"] ?? []) as { message: string }[]).map(({ message }) => ({ path, message }));
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    collectRules([path, name].filter((part) => part !== "").join("."), field),
  );
  return [...own, ...inner, ...(schema.items ? collectRules(`${path}[]`, schema.items) : [])];
}
