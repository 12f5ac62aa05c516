import { DomainError } from "@mediashare/kit/errors";

/** The process ended, was ended for its memory, or could not do its work: out of memory, a signal, a full disk. */
export class ImageDecoderCrashedError extends DomainError {
  readonly code = "decoder_crashed";
}

export class ImageDecoderTimeoutError extends DomainError {
  readonly code = "decoder_timeout";
}
