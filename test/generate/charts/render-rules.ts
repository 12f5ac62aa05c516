import { translateCel } from "./translate-cel.ts";
import type { ValuesSchema } from "./values-schema.ts";

interface Rule {
  readonly rule: string;
  readonly message: string;
}

/** A template that fails where a spec, handed to it, breaks a rule of the CRD; `spec` is the CRD's own schema. */
export function renderRules(name: string, spec: ValuesSchema): string {
  return [`{{- define "${name}" -}}`, "{{- $self := . -}}", ...renderNode(spec, "$self", [], []), "{{- end -}}", ""].join("\n");
}

/** @param indexes the variables that stand for list positions in the path, in their order */
function renderNode(schema: ValuesSchema, self: string, path: readonly string[], indexes: readonly string[]): string[] {
  return [...renderOwn(schema, self, path, indexes), ...renderFields(schema, self, path, indexes)];
}

function renderOwn(schema: ValuesSchema, self: string, path: readonly string[], indexes: readonly string[]): string[] {
  const rules = (schema["x-kubernetes-validations"] as readonly Rule[] | undefined) ?? [];
  return rules.flatMap(({ rule, message }) => {
    const condition = translateCel(rule, schema, self);
    if (condition === undefined) return [];
    const text = JSON.stringify(`${path.length > 0 ? `${path.join(".")}: ` : ""}${message}`);
    const shown = indexes.length > 0 ? `(printf ${text} ${indexes.join(" ")})` : text;
    return [`{{- if not ${condition} }}{{ fail ${shown} }}{{ end -}}`];
  });
}

function renderFields({ properties = {} }: ValuesSchema, self: string, path: readonly string[], indexes: readonly string[]): string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const inner = `${self}_${name}`;
    if (field.items) {
      const index = `${inner}_index`;
      const lines = renderNode(field.items, inner, [...path, `${name}[%d]`], [...indexes, index]);
      return lines.length > 0 ? [`{{- range ${index}, ${inner} := dig "${name}" list ${self} -}}`, ...lines, "{{- end -}}"] : [];
    }
    const lines = renderNode(field, inner, [...path, name], indexes);
    return lines.length > 0
      ? [`{{- if hasKey ${self} "${name}" -}}{{- ${inner} := get ${self} "${name}" -}}`, ...lines, "{{- end -}}"]
      : [];
  });
}
