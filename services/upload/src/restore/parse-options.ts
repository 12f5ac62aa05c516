import { parseArgs } from "node:util";
import { DomainError } from "@mediashare/kit";

export class RestoreUsageError extends DomainError {
  readonly code = "usage";
}

export interface RestoreOptions {
  readonly apply: boolean;
  readonly deleteMissing: number | undefined;
}

/** @throws RestoreUsageError */
export function parseOptions(args: readonly string[]): RestoreOptions {
  const { apply, "delete-missing": missing, "dry-run": dryRun } = parse(args);
  if (apply && dryRun) throw new RestoreUsageError("--apply and --dry-run cannot be asked for at once.");
  if (missing !== undefined && !apply) throw new RestoreUsageError("--delete-missing changes rows: it goes with --apply.");
  if (missing !== undefined && !/^\d{1,9}$/.test(missing))
    throw new RestoreUsageError(`--delete-missing is "${missing}"; write the number of media that a dry run told.`);
  return { apply, deleteMissing: missing === undefined ? undefined : Number(missing) };
}

function parse(args: readonly string[]) {
  try {
    const options = {
      apply: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
      "delete-missing": { type: "string" },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new RestoreUsageError((error as Error).message);
  }
}
