import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { metricNames } from "@mediashare/contract";
import { createControllerMetrics } from "@mediashare/controller";
import { collectDefaultMetrics, Registry } from "prom-client";

/** The labels of each metric that a process of ours exports, by the name that Prometheus knows it by. */
export function declaredMetrics(): ReadonlyMap<string, readonly string[]> {
  const registry = new Registry();
  createControllerMetrics(registry, () => 0);
  collectDefaultMetrics({ register: registry });
  const registered = registry
    .getMetricsAsArray()
    .map((metric) => metric as unknown as Declared & { readonly constructor: { name: string } });
  const all = [...registered.map((each) => ({ ...each, kind: each.constructor.name })), ...sources().flatMap(readDeclarations)];
  return new Map(all.flatMap(({ name, kind, labelNames }) => namesOf(name, kind).map((each) => [each, labelNames])));
}

interface Declared {
  readonly name: string;
  readonly labelNames: readonly string[];
}

/** https://prometheus.io/docs/concepts/metric_types/#histogram */
function namesOf(name: string, kind: string): readonly string[] {
  return kind === "Histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
}

/** Most are declared where they need a database or a queue to be there, so their declarations are read instead of run. */
function readDeclarations(source: string): readonly (Declared & { readonly kind: string })[] {
  return [...source.matchAll(/new (Counter|Gauge|Histogram)\(\{(.*?)registers/gs)].flatMap(([, kind, fields]) => {
    const [, key, literal] = /name: (?:metricNames\.(\w+)|"(\w+)")/.exec(fields as string) ?? [];
    const name = literal ?? metricNames[key as keyof typeof metricNames];
    const [, labels = ""] = /labelNames: \[(.*?)\]/.exec(fields as string) ?? [];
    return name === undefined
      ? []
      : [{ name, kind: kind as string, labelNames: [...labels.matchAll(/"(\w+)"/g)].map(([, label]) => label as string) }];
  });
}

function sources(): readonly string[] {
  const services = fileURLToPath(new URL("../../../services", import.meta.url));
  return readdirSync(services).flatMap((workspace) => {
    const folder = join(services, workspace, "src");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    return files.map((file) => readFileSync(join(folder, file), "utf8"));
  });
}
