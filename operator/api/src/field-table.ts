/** Of a JSON schema, what the table of its fields needs, whatever else a field has. */
interface FieldSchema<S> {
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, S>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: S | undefined;
}

export interface FieldTable<S extends FieldSchema<S>> {
  /** What a field is called here. */
  readonly heading: string;
  /** Of the schema itself; empty for a whole document. */
  readonly path: string;
  readonly schema: S;
  /** The type of a field for people. What may break a cell is escaped. */
  readonly typeOf: (field: S) => string;
}

/** All fields of a schema as a table in Markdown, each before those that it holds; required ones are bold. */
export function renderFieldTable<S extends FieldSchema<S>>({ heading, path, schema, typeOf }: FieldTable<S>): string[] {
  return [`| ${heading} | type | default | meaning |`, "| --- | --- | --- | --- |", ...renderRows(path, schema, typeOf)];
}

function renderRows<S extends FieldSchema<S>>(path: string, schema: S, typeOf: (field: S) => string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const here = path === "" ? name : `${path}.${name}`;
    const shown = schema.required?.includes(name) ? `**\`${here}\`**` : `\`${here}\``;
    const inner = field.items?.properties ? renderRows(`${here}[]`, field.items, typeOf) : renderRows(here, field, typeOf);
    return [`| ${shown} | ${escapeCell(typeOf(field))} | ${defaultOf(field)} | ${escapeCell(field.description ?? "")} |`, ...inner];
  });
}

/** That of an object is the sum of its fields'. */
function defaultOf({ default: value, properties }: FieldSchema<unknown>): string {
  if (value === undefined || properties) return "";
  return `\`${typeof value === "string" && value !== "" ? value : JSON.stringify(value)}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll("\n", " ").replaceAll("|", "\\|");
}
