import { DomainError } from "@mediashare/kit";

/** The queue cannot be reached, or refuses this process: the cause says which. */
export class QueueUnavailableError extends DomainError {
  readonly code = "queue_unavailable";
}
