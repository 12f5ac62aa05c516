import { inheritedEnvironment } from "@mediashare/kit";
import { runCli } from "./run-cli.ts";

const { exitCode, out, error } = await runCli(process.argv.slice(2), {
  environment: inheritedEnvironment(),
  say: (line) => void process.stderr.write(`${line}\n`),
});
if (out !== "") process.stdout.write(`${out}\n`);
if (error !== "") process.stderr.write(`${error}\n`);
process.exitCode = exitCode;
