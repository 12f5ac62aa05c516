import { runCli } from "./run-cli.ts";
import { processSurroundings } from "./surroundings.ts";

const { exitCode, out, error } = await runCli(process.argv.slice(2), processSurroundings());
if (out !== "") process.stdout.write(`${out}\n`);
if (error !== "") process.stderr.write(`${error}\n`);
process.exitCode = exitCode;
