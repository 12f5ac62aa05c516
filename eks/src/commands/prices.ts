import { mkdirSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { GetProductsCommand, type GetProductsCommandInput, PricingClient } from "@aws-sdk/client-pricing";
import { readConfig } from "../config/read-config.ts";
import { hourlyPriced, priceBookFile, renderPriceBook } from "../cost/price-book.ts";
import { PriceListError, priceQuery, readHourlyPrice } from "../cost/price-list.ts";
import { readArguments, readPriceFolder, runCommand } from "./config-file.ts";

/** One of the few regions that have the price list, of all regions. */
const priceListRegion = "us-east-1";

/** Asks AWS's price list what one configuration's nodes and database cost, for `npm run cost`. Needs credentials with `pricing:GetProducts`. */
process.exitCode = await runCommand("prices", async () => {
  const { config: file, rest } = readArguments(process.argv.slice(2));
  if (file === undefined) {
    process.stderr.write("usage: npm run -s prices -w eks -- --config FILE [--prices FOLDER]\n");
    return 2;
  }
  const config = readConfig(file);
  const client = new PricingClient({ region: priceListRegion });
  try {
    const usdPerHour: Record<string, number> = {};
    for (const name of hourlyPriced(config)) usdPerHour[name] = await askPrice(client, name, config.region);
    const asOf = new Date().toISOString().slice(0, "2026-11-25".length);
    const folder = readPriceFolder(rest);
    const book = priceBookFile(folder, config.region);
    mkdirSync(folder, { recursive: true });
    writeFileSync(book, renderPriceBook({ region: config.region, asOf, usdPerHour }));
    process.stdout.write(`${relative(".", book)}: ${Object.keys(usdPerHour).length} prices\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof PriceListError)) throw error;
    process.stderr.write(`prices: ${error.message}\n`);
    return 1;
  } finally {
    client.destroy();
  }
});

async function askPrice(client: PricingClient, name: string, region: string): Promise<number> {
  const { ServiceCode, Filters } = priceQuery(name, region);
  const input: GetProductsCommandInput = { ServiceCode, Filters: [...Filters], FormatVersion: "aws_v1" };
  const { PriceList = [], NextToken } = await client.send(new GetProductsCommand(input));
  if (NextToken) throw new PriceListError(`The price list has too many products for ${name} to tell which one it is`);
  return readHourlyPrice(
    name,
    PriceList.map((each: unknown) => String(each)),
  );
}
