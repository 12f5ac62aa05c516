import { instancePricesAsOf } from "../catalogue/instance-types.ts";
import type { Config } from "../config/config-schema.ts";
import type { Estimate } from "./estimate.ts";
import { hourlyPriced, type PriceBook } from "./price-book.ts";
import { priceTable } from "./price-table.ts";

/** A table for people, with what must be known to believe it: each line says of where and when its price is. */
export function renderEstimate(config: Config, { lines, usdPerMonth }: Estimate, book?: PriceBook): string {
  const { name, region, budget } = config;
  const width = Math.max(...lines.map(({ what }) => what.length));
  const originWidth = Math.max(...lines.map(({ prices }) => prices.length));
  const row = (what: string, amount: string, prices: string, how: string): string =>
    `${what.padEnd(width)}  ${amount.padStart(10)}  ${prices.padEnd(originWidth)}  ${how}`.trimEnd();
  const total = Math.round(usdPerMonth);
  return [
    `${name} in ${region}, USD a month: an estimate, not an offer. Least sizes of groups, what you expect by \`usage\`, no taxes, no free tiers.`,
    "",
    row("what", "USD", "prices of", "how much"),
    ...lines.map(({ what, how, prices, usdPerMonth: amount }) => row(what, amount.toFixed(2), prices, how)),
    row("Total", usdPerMonth.toFixed(2), "", budget ? `budget ${budget.monthlyUsd}` : "no budget"),
    "",
    ...originsOf(lines.map(({ prices }) => prices)).map(([origin, meaning]) => `${origin}: ${meaning}`),
    ...(region === priceTable.region
      ? []
      : [`${region} has prices of its own, mostly up to a quarter above those of ${priceTable.region}.`]),
    ...describeBook(config, book),
    ...(budget && total > budget.monthlyUsd
      ? ["", `That is above budget.monthlyUsd, ${budget.monthlyUsd}: its alarm would ring every month.`]
      : []),
    "",
  ].join("\n");
}

/** Once each, in the order in which they stand there. */
function originsOf(prices: readonly string[]): (readonly [origin: string, meaning: string])[] {
  const meanings: Readonly<Record<string, string>> = {
    [`${priceTable.region}, ${priceTable.writtenAt}`]: "written down from memory of AWS's price pages, eks/src/cost/price-table.ts",
    [`${priceTable.region}, ${instancePricesAsOf}`]: "AWS's price list, as Karpenter 1.14.0 keeps it",
  };
  return [...new Set(prices)].map((origin) => [origin, meanings[origin] ?? "AWS's price list, asked by npm run prices"]);
}

function describeBook(config: Config, book: PriceBook | undefined): string[] {
  const ask = "npm run prices -w eks -- --config FILE";
  if (!book) return [`Ask AWS what nodes and database cost in ${config.region}: ${ask}`];
  const missing = hourlyPriced(config).filter((name) => book.usdPerHour[name] === undefined);
  return missing.length > 0 ? [`AWS has not been asked for ${missing.join(", ")}: ${ask}`] : [];
}
