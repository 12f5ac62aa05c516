import { readConfig } from "../config/read-config.ts";
import { estimateCost } from "../cost/estimate.ts";
import { renderEstimate } from "../cost/render-estimate.ts";
import { readArguments, runCommand } from "./config-file.ts";

/** Prints what one configuration would cost in a month. */
process.exitCode = await runCommand("cost", () => {
  const { config } = readArguments(process.argv.slice(2));
  if (config === undefined) {
    process.stderr.write("usage: npm run -s cost -w eks -- --config FILE\n");
    return 2;
  }
  const parsed = readConfig(config);
  process.stdout.write(renderEstimate(parsed, estimateCost(parsed)));
  return 0;
});
