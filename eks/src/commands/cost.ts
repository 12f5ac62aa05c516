import { readConfig } from "../config/read-config.ts";
import { estimateCost } from "../cost/estimate.ts";
import { readPriceBook } from "../cost/price-book.ts";
import { renderEstimate } from "../cost/render-estimate.ts";
import { readArguments, readPriceFolder, runCommand } from "./config-file.ts";

/** Prints what one configuration would cost in a month. */
process.exitCode = await runCommand("cost", () => {
  const { config, rest } = readArguments(process.argv.slice(2));
  if (config === undefined) {
    process.stderr.write("usage: npm run -s cost -w eks -- --config FILE [--prices FOLDER]\n");
    return 2;
  }
  const parsed = readConfig(config);
  const book = readPriceBook(readPriceFolder(rest), parsed.region);
  process.stdout.write(renderEstimate(parsed, estimateCost(parsed, book), book));
  return 0;
});
