import type { Config } from "../config/config-schema.ts";
import type { Estimate } from "./estimate.ts";
import { hourlyPriced, type PriceBook } from "./price-book.ts";
import { priceTable } from "./price-table.ts";

/** A table for people, with what must be known to believe it. */
export function renderEstimate(config: Config, { lines, usdPerMonth }: Estimate, book?: PriceBook): string {
  const { name, region, budget } = config;
  const width = Math.max(...lines.map(({ what }) => what.length));
  const row = (what: string, amount: number, how: string): string =>
    `${what.padEnd(width)}  ${amount.toFixed(2).padStart(10)}  ${how}`.trimEnd();
  const total = Math.round(usdPerMonth);
  return [
    `${name}: USD a month, at the list prices of ${priceTable.region} as of ${priceTable.writtenAt} (eks/src/cost/price-table.ts), without taxes and free tiers of new accounts.`,
    ...describeBook(config, book),
    ...(region === priceTable.region ? [] : [`${region} has prices of its own, mostly up to a quarter dearer.`]),
    "An estimate, not an offer: least sizes of groups, and what you expect by `usage`.",
    "",
    ...lines.map(({ what, how, usdPerMonth: amount }) => row(what, amount, how)),
    row("Total", usdPerMonth, budget ? `budget ${budget.monthlyUsd}` : "no budget"),
    ...(budget && total > budget.monthlyUsd
      ? ["", `That is above budget.monthlyUsd, ${budget.monthlyUsd}: its alarm would ring every month.`]
      : []),
    "",
  ].join("\n");
}

function describeBook(config: Config, book: PriceBook | undefined): string[] {
  if (!book) return ["Ask AWS for those of nodes and database in your region: npm run prices -w eks -- --config FILE"];
  const missing = hourlyPriced(config).filter((name) => book.usdPerHour[name] === undefined);
  return [
    `But nodes and database at what AWS's price list told for ${book.region} on ${book.asOf}${missing.length > 0 ? `, without ${missing.join(", ")}` : ""}.`,
  ];
}
