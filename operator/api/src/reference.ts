import { type JsonSchema, renderSchema } from "./crd.ts";
import { apiVersion, kind } from "./names.ts";

/** The reference page of the resource, in Markdown. */
export function renderReference(): string {
  const { properties } = renderSchema();
  const [spec, status] = [properties?.["spec"], properties?.["status"]] as [JsonSchema, JsonSchema];
  const lines = [
    `# ${kind}`,
    "",
    `\`apiVersion: ${apiVersion}\`, \`kind: ${kind}\`, short name \`mp\`. Made by \`npm run generate\` from [src/schema](src/schema).`,
    "",
    "Bold fields are required. What is left out takes its default.",
    "",
    "## spec",
    "",
    ...renderTable("spec", spec),
    "",
    "### Rules",
    "",
    "The API server refuses what breaks one of these, with this message:",
    "",
    ...collectRules("spec", spec).map(({ path, message }) => `- \`${path}\`: ${message}`),
    "",
    "## status",
    "",
    ...renderTable("status", status),
    "",
  ];
  return lines.join("\n");
}

function renderTable(path: string, schema: JsonSchema): string[] {
  return ["| field | type | default | meaning |", "| --- | --- | --- | --- |", ...renderRows(path, schema)];
}

function renderRows(path: string, schema: JsonSchema): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const here = `${path}.${name}`;
    const shown = schema.required?.includes(name) ? `**\`${here}\`**` : `\`${here}\``;
    const inner = field.items?.properties ? renderRows(`${here}[]`, field.items) : renderRows(here, field);
    return [`| ${shown} | ${typeOf(field)} | ${defaultOf(field)} | ${escapeCell(field.description ?? "")} |`, ...inner];
  });
}

function typeOf(field: JsonSchema): string {
  if (Array.isArray(field["enum"])) return escapeCell((field["enum"] as unknown[]).map((value) => `\`${value}\``).join(" \\| "));
  const [least, most] = [field["minimum"], field["maximum"]];
  const bounds = least === undefined && most === undefined ? "" : ` ${least ?? ""}–${most ?? ""}`;
  if (field.items) return `list of ${field.items.type ?? "values"}`;
  return `${field.type ?? "integer or string"}${bounds}`;
}

function defaultOf(field: JsonSchema): string {
  if (field.default === undefined || JSON.stringify(field.default) === "{}") return "";
  return `\`${typeof field.default === "string" ? field.default : JSON.stringify(field.default)}\``;
}

function collectRules(path: string, schema: JsonSchema): { path: string; message: string }[] {
  const own = ((schema["x-kubernetes-validations"] ?? []) as { message: string }[]).map(({ message }) => ({ path, message }));
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => collectRules(`${path}.${name}`, field));
  return [...own, ...fields, ...(schema.items ? collectRules(`${path}[]`, schema.items) : [])];
}

function escapeCell(text: string): string {
  return text.replaceAll("\n", " ").replaceAll(/(?<!\\)\|/g, "\\|");
}
