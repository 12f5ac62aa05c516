import { readFile } from "node:fs/promises";
import { renderFieldTable } from "@mediashare/api";
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
  return renderFieldTable({ heading: "value", path: "", schema: withDefaults(schema, set), typeOf }).join("\n");
}

/** With what values.yaml sets in the place of the schema's defaults. */
function withDefaults({ properties, ...field }: ValuesSchema, set: unknown): ValuesSchema {
  const inner = Object.entries(properties ?? {});
  if (inner.length === 0) return set === undefined ? field : { ...field, default: set };
  const values = set as Readonly<Record<string, unknown>> | undefined;
  return { ...field, properties: Object.fromEntries(inner.map(([name, each]) => [name, withDefaults(each, values?.[name])])) };
}

function typeOf({ type, enum: choices, items, additionalProperties }: ValuesSchema): string {
  if (Array.isArray(choices)) return choices.map((each) => (each === "" ? "empty" : `\`${each}\``)).join(" | ");
  if (items) return `list of ${items.type}s`;
  if (typeof additionalProperties === "object") return "map";
  return String(type);
}
