import { faultsOfTheFile } from "@mediashare/contract";
import type { Failure } from "@mediashare/core";
import { DomainError, isDatabaseUnavailable } from "@mediashare/kit";

/** Faults of our surroundings, which end without anybody's doing; waiting for them costs no attempt. */
const outageCodes: ReadonlySet<string> = new Set(["storage_unavailable", "storage_full", "queue_unavailable"]);

export type Fault = { readonly kind: "permanent" | "passing" | "outage"; readonly failure: Failure };

/** Sorts an error of a task by what to do: fail the media, try a few times more, or wait until the surroundings are back. */
export function classifyFault(error: unknown): Fault {
  if (isDatabaseUnavailable(error))
    return { kind: "outage", failure: { code: "database_unavailable", message: "The database cannot be reached." } };
  if (!(error instanceof DomainError)) return { kind: "passing", failure: internalFailure };
  const failure = { code: error.code, message: error.message };
  if (faultsOfTheFile.has(error.code) || error.code === "object_not_found") return { kind: "permanent", failure };
  return { kind: outageCodes.has(error.code) ? "outage" : "passing", failure };
}

const internalFailure: Failure = {
  code: "internal",
  message: "Something went wrong on our side while this file was processed. Try again; if it stays, tell us the file's id.",
};

/** How long to wait before the next run: 5 s, doubling, at most 5 minutes. */
export function backoffSeconds(failures: number): number {
  return Math.min(300, 5 * 2 ** Math.max(0, failures - 1));
}
