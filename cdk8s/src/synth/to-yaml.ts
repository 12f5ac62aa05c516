import { type Pair, stringify } from "yaml";

/** What says which thing it is comes before what the thing is like. */
const foremost = ["apiVersion", "kind", "metadata", "name", "namespace"];

/**
 * The objects as documents of one YAML stream, in their order. Text is quoted as YAML 1.1 wants it, which kubectl
 * reads: to that version a bare `off` is a boolean.
 */
export function toYaml(objects: readonly object[]): string {
  const options = { schema: "yaml-1.1", lineWidth: 0, aliasDuplicateObjects: false, sortMapEntries: compareEntries } as const;
  return objects.map((object) => stringify(object, options)).join("---\n");
}

function compareEntries(one: Pair, other: Pair): number {
  return rank(one) - rank(other);
}

function rank({ key }: Pair): number {
  const place = foremost.indexOf(String(key));
  return place < 0 ? foremost.length : place;
}
