import { renderFieldTable } from "@mediashare/api";
import { z } from "zod";
import { configSchema } from "./config-schema.ts";

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** For editors: the first line of a file may be `# yaml-language-server: $schema=…/config.schema.json`. */
export function renderConfigSchema(): string {
  return `${JSON.stringify(toJsonSchema(), null, 2)}\n`;
}

/** The page of all settings, in Markdown. @param example a complete configuration in YAML */
export function renderConfigReference(example: string): string {
  return [
    "# The configuration of an AWS deployment",
    "",
    "One YAML file. Made by `npm run generate` from [src/config](src/config); [config.schema.json](config.schema.json) lets editors check it while you write.",
    "",
    "Bold settings are required wherever the one that they belong to is written. What is left out takes its default.",
    "What is wrong is refused at synth, all at once, each with what to write instead.",
    "",
    ...renderFieldTable({ heading: "setting", path: "", schema: toJsonSchema(), typeOf }),
    "",
    "## Example",
    "",
    "```yaml",
    example.trimEnd(),
    "```",
    "",
  ].join("\n");
}

function toJsonSchema(): JsonSchema {
  return z.toJSONSchema(configSchema, { io: "input" }) as JsonSchema;
}

function typeOf({ type, enum: values, items, minimum, maximum }: JsonSchema): string {
  if (values) return values.map((value) => `\`${value}\``).join(" | ");
  if (items) return `list of ${items.type ?? "values"}`;
  const bounds = [minimum, maximum].map((bound) =>
    bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound,
  );
  if (bounds[0] === undefined) return type ?? "";
  return bounds[1] === undefined ? `${type}, at least ${bounds[0]}` : `${type}, ${bounds[0]} to ${bounds[1]}`;
}
