import { stringify } from "yaml";
import type { ValuesSchema } from "./values-schema.ts";

const width = 110;

/**
 * values.yaml: every value with what it means. One that has a default of the chart's own stands there; one whose default is
 * somebody else's is a comment, so that it is passed on only when it is set.
 * @param set the values that the chart sets
 */
export function writeValuesFile(schema: ValuesSchema, set: Readonly<Record<string, unknown>>): string {
  const head = ["# Made by `npm run generate`. Copy what you change into a file of your own, and pass it with --values.", ""];
  return `${[...head, ...writeProperties(schema, set, "", "")].join("\n").trimEnd()}\n`;
}

/** @param mark what makes a line a comment; empty where values are set */
function writeProperties(schema: ValuesSchema, set: unknown, indent: string, mark: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const values = set as Readonly<Record<string, unknown>> | undefined;
    const isSet = mark === "" && values !== undefined && Object.hasOwn(values, name);
    const value = isSet ? values[name] : undefined;
    const here = isSet ? "" : "# ";
    const lines = [...describe(field, schema.required?.includes(name) ?? false, indent), ...writeEntry(name, field, value, indent, here)];
    return indent === "" ? [...lines, ""] : lines;
  });
}

function writeEntry(name: string, field: ValuesSchema, value: unknown, indent: string, mark: string): string[] {
  const inner = (at: string, set: unknown): string[] => writeProperties(field, set, `${at}  `, mark);
  const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  if (mark === "" && field.properties && !isEmpty) return [`${indent}${name}:`, ...inner(indent, value)];
  if (mark === "" && field.properties) return [`${indent}${name}: {}`, ...inner(indent, undefined)];
  if (mark === "") return writeYaml({ [name]: value }, indent);
  if (field.properties) return [`${indent}# ${name}:`, ...inner(indent, undefined)];
  const items = field.items?.properties;
  if (items) return [`${indent}# ${name}:`, ...writeItems(field.items as ValuesSchema, `${indent}  `)];
  return writeYaml(field.default === undefined ? undefined : { [name]: field.default }, indent, name);
}

/** The first field of an item carries the list's dash. */
function writeItems(items: ValuesSchema, indent: string): string[] {
  const lines = writeProperties(items, undefined, `${indent}  `, "# ");
  const isEntry = (line: string): boolean => /^ *# [a-zA-Z]+:( |$)/.test(line);
  const first = lines.findIndex(isEntry);
  return lines.map((line, index) => (isEntry(line) ? line.replace("# ", index === first ? "# - " : "#   ") : line));
}

function writeYaml(entry: Readonly<Record<string, unknown>> | undefined, indent: string, name?: string): string[] {
  if (entry === undefined) return [`${indent}# ${name}:`];
  const mark = name === undefined ? "" : "# ";
  return stringify(entry, { schema: "yaml-1.1", lineWidth: 0 })
    .trimEnd()
    .split("\n")
    .map((line) => `${indent}${mark}${line}`);
}

function describe({ description = "" }: ValuesSchema, isRequired: boolean, indent: string): string[] {
  const words = `-- ${isRequired ? "(required) " : ""}${description}`.split(" ");
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width - indent.length) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => `${indent}# ${line}`);
}

/** The defaults that a chart sets itself, as its values. */
export function defaultsOf({ properties = {} }: ValuesSchema): Readonly<Record<string, unknown>> {
  const set = Object.entries(properties).filter(([, field]) => field.default !== undefined || hasDefaults(field));
  return Object.fromEntries(set.map(([name, field]) => [name, hasDefaults(field) ? defaultsOf(field) : field.default]));
}

function hasDefaults({ properties = {} }: ValuesSchema): boolean {
  return Object.values(properties).some((field) => field.default !== undefined || hasDefaults(field));
}
