import { DomainError } from "@mediashare/kit";

export class ObjectNotFoundError extends DomainError {
  readonly code = "object_not_found";
  constructor(key: string, options?: ErrorOptions) {
    super(`There is no object "${key}" in the store.`, options);
  }
}

export class ObjectExistsError extends DomainError {
  readonly code = "object_exists";
  constructor(key: string, options?: ErrorOptions) {
    super(`The object "${key}" exists already and was to be created, not replaced.`, options);
  }
}

export class InvalidObjectKeyError extends DomainError {
  readonly code = "invalid_object_key";
  constructor(key: string, why: string) {
    super(`${JSON.stringify(key.slice(0, 200))} cannot be an object's key: ${why}.`);
  }
}

export class MultipartNotFoundError extends DomainError {
  readonly code = "multipart_not_found";
  constructor(upload: { key: string; uploadId: string }, options?: ErrorOptions) {
    super(`There is no multipart upload ${upload.uploadId} of "${upload.key}": it was completed, aborted or never begun.`, options);
  }
}

/** A part that does not fit its upload: wrong number, wrong size, or not the one that was stored last. */
export class InvalidPartError extends DomainError {
  readonly code = "invalid_part";
  constructor(upload: { key: string; uploadId: string }, why: string, options?: ErrorOptions) {
    super(`The multipart upload ${upload.uploadId} of "${upload.key}" was refused: ${why}.`, options);
  }
}

export class RangeNotSatisfiableError extends DomainError {
  readonly code = "range_not_satisfiable";
  /** The object's size, where the store told it. */
  readonly sizeBytes: number | undefined;
  constructor(key: string, range: { start: number; end: number }, sizeBytes?: number, options?: ErrorOptions) {
    const size = sizeBytes === undefined ? "" : ` of ${sizeBytes} bytes`;
    super(`The object "${key}"${size} has no bytes from ${range.start} up to ${range.end}.`, options);
    this.sizeBytes = sizeBytes;
  }
}

/** Writing failed for want of space or quota: free some, or enlarge it, and try again. */
export class StorageFullError extends DomainError {
  readonly code = "storage_full";
  constructor(where: string, options?: ErrorOptions) {
    super(`The storage at ${where} is full.`, options);
  }
}

/** The store cannot be reached or used at the moment; the same call may succeed later. */
export class StorageUnavailableError extends DomainError {
  readonly code = "storage_unavailable";
  constructor(where: string, why: string, options?: ErrorOptions) {
    super(`The storage at ${where} cannot be used: ${why}.`, options);
  }
}
