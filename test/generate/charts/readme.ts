import { readFile } from "node:fs/promises";
import type { ValuesSchema } from "./values-schema.ts";

const begin = "<!-- values: made by `npm run generate` -->";
const end = "<!-- end of values -->";

/** A chart's README with the table of its values written anew between its two marks. @throws Error without the marks */
export async function renderReadme(file: URL, schema: ValuesSchema, set: Readonly<Record<string, unknown>>): Promise<string> {
  const text = await readFile(file, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file.pathname} has no "${begin}" before "${end}".`);
  return `${text.slice(0, from)}${begin}\n\n${renderTable(schema, set)}\n\n${text.slice(to)}`;
}

function renderTable(schema: ValuesSchema, set: Readonly<Record<string, unknown>>): string {
  return ["| value | type | default | meaning |", "| --- | --- | --- | --- |", ...renderRows("", schema, set)].join("\n");
}

function renderRows(path: string, schema: ValuesSchema, set: unknown): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const here = `${path}${name}`;
    const value = (set as Record<string, unknown> | undefined)?.[name];
    const shown = schema.required?.includes(name) ? `**\`${here}\`**` : `\`${here}\``;
    const isLeaf = !field.properties || Object.keys(field.properties).length === 0;
    const row = `| ${shown} | ${typeOf(field)} | ${isLeaf ? defaultOf(value ?? field.default) : ""} | ${escapeCell(field.description ?? "")} |`;
    const inner = field.items?.properties ? renderRows(`${here}[].`, field.items, undefined) : renderRows(`${here}.`, field, value);
    return [row, ...inner];
  });
}

function typeOf({ type, enum: choices, items, additionalProperties }: ValuesSchema): string {
  if (Array.isArray(choices)) return choices.map((each) => (each === "" ? "empty" : `\`${each}\``)).join(" \\| ");
  if (items) return `list of ${items.type}s`;
  if (typeof additionalProperties === "object") return "map";
  return String(type);
}

function defaultOf(value: unknown): string {
  return value === undefined ? "" : `\`${JSON.stringify(value)}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|");
}
