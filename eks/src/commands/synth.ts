import { join, relative } from "node:path";
import { writeTemplates } from "../synthesize.ts";
import { readArguments, runCommand } from "./config-file.ts";

const root = join(import.meta.dirname, "../..");
const examples = ["small", "production"].map((name) => join(root, "examples", `${name}.yaml`));

/** Writes the templates of one configuration, or of both examples, below cdk.out/, and lists them. */
process.exitCode = await runCommand("synth", () => {
  const { config } = readArguments(process.argv.slice(2));
  for (const file of config === undefined ? examples : [config]) {
    const outdir = join(root, "cdk.out", file.replace(/^.*\/|\.ya?ml$/g, ""));
    const templates = writeTemplates(file, outdir);
    process.stdout.write(`${relative(".", file)} → ${relative(".", outdir)}\n`);
    for (const [part, { Resources }] of templates)
      process.stdout.write(`  ${part.padEnd(14)} ${Object.keys(Resources).length} resources\n`);
  }
  return 0;
});
