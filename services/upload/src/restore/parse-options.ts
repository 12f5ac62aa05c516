import { parseArgs } from "node:util";
import { DomainError } from "@mediashare/kit";

export class RestoreUsageError extends DomainError {
  readonly code = "usage";
}

export interface RestoreOptions {
  readonly apply: boolean;
  readonly deleteMissing: number | undefined;
  /** Look at what was made of the originals, instead of the originals. */
  readonly renditions: boolean;
}

/** @throws RestoreUsageError */
export function parseOptions(args: readonly string[]): RestoreOptions {
  const { apply, "delete-missing": missing, "dry-run": dryRun, renditions } = parse(args);
  if (apply && dryRun) throw new RestoreUsageError("--apply and --dry-run cannot be asked for at once.");
  if (missing !== undefined && renditions)
    throw new RestoreUsageError("--delete-missing is about originals: it does not go with --renditions.");
  if (missing !== undefined && !apply) throw new RestoreUsageError("--delete-missing changes rows: it goes with --apply.");
  if (missing !== undefined && !/^\d{1,9}$/.test(missing))
    throw new RestoreUsageError(`--delete-missing is "${missing}"; write the number of media that a dry run told.`);
  return { apply, renditions, deleteMissing: missing === undefined ? undefined : Number(missing) };
}

function parse(args: readonly string[]) {
  try {
    const options = {
      apply: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
      "delete-missing": { type: "string" },
      renditions: { type: "boolean", default: false },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new RestoreUsageError((error as Error).message);
  }
}
