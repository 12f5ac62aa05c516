import { DomainError, inheritedEnvironment } from "@mediashare/kit";
import { restoreUsage, runRestore } from "./run-restore.ts";

/** The command in the upload fleet's image, which has no other command line. */
const args = process.argv.slice(2);
if (args.includes("--help")) process.stdout.write(`${restoreUsage}\n`);
else {
  try {
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    process.stdout.write(`${await runRestore(args, { environment: inheritedEnvironment(), say })}\n`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    process.stderr.write(`mediashare restore: ${error.message}\n`);
    process.exitCode = error.code === "usage" ? 2 : 1;
  }
}
