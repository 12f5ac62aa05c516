/** What intrinsic functions stand for. */
export interface Lookups {
  readonly ref: (id: string) => unknown;
  readonly attribute: (id: string, name: string) => unknown;
  readonly exported: (name: string) => unknown;
}

/** What a value of a template is once it is deployed. What it does not know it refuses. */
export function resolve(value: unknown, lookups: Lookups): unknown {
  if (Array.isArray(value)) return value.map((each) => resolve(each, lookups));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument] = ["", undefined]] = entries;
  if (entries.length === 1) {
    if (name === "Ref") return lookups.ref(argument as string);
    if (name === "Fn::GetAtt") return lookups.attribute(...(argument as [string, string]));
    if (name === "Fn::ImportValue") return lookups.exported(resolve(argument, lookups) as string);
    if (name === "Fn::Join") {
      const [separator, parts] = argument as [string, unknown];
      return (resolve(parts, lookups) as string[]).join(separator);
    }
    if (name.startsWith("Fn::")) throw new Error(`${name} is not a function that this resolver knows.`);
  }
  return Object.fromEntries(entries.map(([key, each]) => [key, resolve(each, lookups)]));
}
