import { buildApp } from "../build-app.ts";
import { readConfig } from "../config/read-config.ts";
import { readArguments, runCommand } from "./config-file.ts";

/** What the cdk command runs to get at the templates. */
process.exitCode = await runCommand("cdk", () => {
  const { config = "" } = readArguments(process.argv.slice(2));
  buildApp(readConfig(config)).app.synth();
  return 0;
});
