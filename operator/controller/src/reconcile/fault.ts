import { DomainError } from "@mediashare/kit";

/** Something that keeps a pipeline from being as it should; the others go on. */
export interface Fault {
  /** CamelCase, as in a condition. */
  readonly reason: string;
  /** What, where, and what to do. */
  readonly message: string;
}

/** @param reason for errors that do not name theirs */
export function toFault(error: unknown, reason: string): Fault {
  if (error instanceof DomainError && /^[A-Z]/.test(error.code)) return { reason: error.code, message: error.message };
  return { reason, message: error instanceof Error ? error.message : String(error) };
}
