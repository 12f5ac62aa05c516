import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { planNodeGroups } from "../cluster/worker-groups.ts";
import type { Config } from "../config/config-schema.ts";
import { ConfigError } from "../config/read-config.ts";

const schema = z.strictObject({
  region: z.string(),
  /** The day on which AWS was asked. */
  asOf: z.iso.date(),
  /** On demand, by EC2 instance type or RDS class. */
  usdPerHour: z.record(z.string(), z.number().positive()),
});

/** Prices of a region as AWS's price list told them: written by `npm run prices`, read by `npm run cost`. */
export type PriceBook = z.output<typeof schema>;

/** Where the books of this machine are. */
export const priceFolder = join(import.meta.dirname, "../../prices");

export function priceBookFile(folder: string, region: string): string {
  return join(folder, `${region}.json`);
}

/** What a deployment pays by the hour: the first type of each group, as that is the one that is mostly had, and the database's class. */
export function hourlyPriced(config: Config): readonly string[] {
  const nodes = planNodeGroups(config).map(({ instanceTypes }) => instanceTypes[0] as string);
  return [...new Set([...nodes, config.database.instanceClass])];
}

export function renderPriceBook(book: PriceBook): string {
  return `${JSON.stringify(schema.parse(book), null, 2)}\n`;
}

/** Undefined where none was written. @throws ConfigError for a file of another form */
export function readPriceBook(folder: string, region: string): PriceBook | undefined {
  const file = priceBookFile(folder, region);
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success && parsed.data.region === region) return parsed.data;
  const fault = parsed.success ? `is of ${parsed.data.region}` : z.prettifyError(parsed.error);
  throw new ConfigError(file, [`${fault}; write it anew: npm run prices -w eks -- --config FILE`]);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
