/** The command line is not one that synth understands. */
export class UsageError extends Error {
  readonly code = "usage";

  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** A file that was named cannot be read, understood or written. */
export class FileError extends Error {
  readonly code = "file";

  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = "FileError";
  }
}
