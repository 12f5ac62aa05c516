import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { readConfig } from "../config/read-config.ts";
import { readArguments, runCommand } from "./config-file.ts";

const usage = `usage: npm run deploy|diff|destroy -w eks -- --config FILE [options of cdk]
       npm run cdk -w eks -- COMMAND --config FILE [stacks and options of cdk]
`;

/** Runs the cdk command over one configuration: `deploy`, `diff`, `destroy` or another, with whatever options it takes itself. */
process.exitCode = await runCommand("cdk", () => {
  const { config, rest } = readArguments(process.argv.slice(2));
  if (config === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  // Before cdk starts, which would wrap what is wrong into its own words.
  const { name } = readConfig(config);
  const root = join(import.meta.dirname, "../..");
  const cdk = createRequire(import.meta.url).resolve("aws-cdk/bin/cdk");
  const app = [process.execPath, join(root, "src/commands/app.ts"), "--config", config].map(quote).join(" ");
  const options = ["--app", app, "--output", join(root, "cdk.out", name), "--no-notices"];
  const { status, error } = spawnSync(process.execPath, [cdk, ...rest, ...options], { stdio: "inherit" });
  if (error) throw error;
  return status ?? 1;
});

/** For the shell that cdk runs the app with. Only where it must be: cdk takes quotes off a command that begins and ends with them. */
function quote(argument: string): string {
  return /^[\w./:@-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
