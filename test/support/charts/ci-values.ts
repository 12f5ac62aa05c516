import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type ChartName, chartFolder } from "./helm.ts";

export const chartNames = ["mediashare-operator", "mediashare"] as const satisfies readonly ChartName[];

/** The values files that a chart is tried with. */
export function ciValues(chart: ChartName): readonly { readonly name: string; readonly file: string }[] {
  const folder = join(chartFolder(chart), "ci");
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, file: join(folder, name) }));
}
