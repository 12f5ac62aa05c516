import { DomainError } from "@mediashare/kit";

/** The encoder wrote something that is no fragmented MP4 of ours, or more of it at once than may be held in memory. */
export class FragmentError extends DomainError {
  readonly code = "bad_fragment";
}

/** A run made other segments than planned: too many, too few, or at other times. */
export class FragmentMismatchError extends DomainError {
  readonly code = "segments_mismatch";
}
