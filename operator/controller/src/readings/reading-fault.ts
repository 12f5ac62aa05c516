import { DomainError } from "@mediashare/kit";

/** A reading that could not be taken: what, why, and what to do about it. */
export interface ReadingFault {
  /** What is unknown because of it, such as `queue` or `nodeGroup media-spot`. */
  readonly what: string;
  /** CamelCase, as in a condition. */
  readonly reason: string;
  /** What happened, where, and what to do. */
  readonly message: string;
}

/** A reading that cannot be taken as things are; the message says what to change. */
export class ReadingError extends DomainError {
  readonly code: string;

  constructor(reason: string, message: string) {
    super(message);
    this.code = reason;
  }
}

export function faultOf(what: string, error: unknown): ReadingFault {
  if (error instanceof DomainError) return { what, reason: error.code, message: error.message };
  return {
    what,
    reason: "ReadingFailed",
    message: `The reading of ${what} failed: ${error instanceof Error ? error.message : String(error)}`,
  };
}
