import type { Manifest } from "@mediashare/cdk8s";
import { toYaml } from "@mediashare/cdk8s/synth";

/** Stands at the head of each template that is generated. */
export const madeByGenerate = "{{- /* Made by `npm run generate`, which test/generate/charts is. */ -}}\n";

/** An object that `helm uninstall` leaves where it is. */
export const kept = { "helm.sh/resource-policy": "keep" } as const;

/** Writes the lines of one entry: `lead` is its indentation and, in a list, its dash; `key` is empty for a list's item. */
export type Entry = (lead: string, key: string) => readonly string[];

/**
 * Manifests with places that Helm fills in. While a manifest is made, a place is a word that is nothing else; the writer puts
 * Helm's own notation there, which no YAML library would leave alone.
 */
export class Template {
  readonly #expressions: string[] = [];
  readonly #entries: Entry[] = [];

  /** Stands for an expression's value within any text. */
  text(expression: string): string {
    return `helmtext${this.#expressions.push(expression) - 1}x`;
  }

  /** Stands for a whole value, or for a whole item of a list. */
  entry(entry: Entry): string {
    return `helmentry${this.#entries.push(entry) - 1}x`;
  }

  /** The manifests as documents of one YAML stream. */
  write(manifests: readonly Manifest[]): string {
    const places = manifests.map((manifest) => this.#withPlaces(manifest) as Manifest);
    const lines = toYaml(places).replaceAll("{{", '{{ "{{" }}').split("\n");
    return lines.flatMap((line) => this.#writeLine(line)).join("\n");
  }

  /** A text with expressions in it becomes a place as a whole, so that Helm quotes the result as it must be. */
  #withPlaces(value: unknown): unknown {
    if (typeof value === "string" && /helmtext\d+x/.test(value)) return this.entry(line(`{{ ${this.expressionOf(value)} | quote }}`));
    if (Array.isArray(value)) return value.map((each) => this.#withPlaces(each));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.#withPlaces(each)]));
  }

  /** What Helm computes a text by that has places in it. */
  expressionOf(text: string): string {
    const expressions: string[] = [];
    const format = text.replaceAll("%", "%%").replace(/helmtext(\d+)x/g, (_, index) => {
      expressions.push(this.#expressions[Number(index)] as string);
      return "%s";
    });
    if (format === "%s") return expressions[0] as string;
    return `printf ${JSON.stringify(format)} ${expressions.map((each) => (each.includes(" ") ? `(${each})` : each)).join(" ")}`;
  }

  #writeLine(text: string): readonly string[] {
    const [, lead, key, index] = /^( *(?:- )?)(?:(\S+): )?helmentry(\d+)x$/.exec(text) ?? [];
    if (lead !== undefined && index !== undefined) return (this.#entries[Number(index)] as Entry)(lead, key ?? "");
    if (/helm(entry|text)\d+x/.test(text)) throw new Error(`A place for Helm is not a whole value: ${text}`);
    return [text];
  }
}

/** One line, whatever the value is. */
export function line(value: string): Entry {
  return (lead, key) => [`${lead}${key === "" ? "" : `${key}: `}${value}`];
}

/** What the values hold, below the key. */
export function block(values: string): Entry {
  return (lead, key) => [`${lead}${key}:`, `${lead}  {{- toYaml ${values} | nindent ${lead.length + 2} }}`];
}

/** The same, and nothing where the values hold nothing. */
export function optionalBlock(values: string): Entry {
  return (lead, key) => [`{{- with ${values} }}`, ...block(".")(lead, key), "{{- end }}"];
}

export function optionalText(values: string): Entry {
  return (lead, key) => [`{{- with ${values} }}`, ...line("{{ . | quote }}")(lead, key), "{{- end }}"];
}

/** Names of Secrets as a pod has them. */
export function optionalPullSecrets(values: string): Entry {
  return (lead, key) => [
    `{{- with ${values} }}`,
    `${lead}${key}:`,
    "{{- range . }}",
    `${lead}  - name: {{ . | quote }}`,
    "{{- end }}",
    "{{- end }}",
  ];
}

/** Puts a value in the place of the one at the path. @throws RangeError where nothing is there */
export function replaceAt<Tree>(tree: Tree, path: string, value: unknown): Tree {
  const copy = structuredClone(tree);
  const keys = path.split(".");
  const last = keys.pop() as string;
  const parent = keys.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], copy);
  if (typeof parent !== "object" || parent === null || !Object.hasOwn(parent, last)) throw new RangeError(`There is no ${path}.`);
  (parent as Record<string, unknown>)[last] = value;
  return copy;
}
