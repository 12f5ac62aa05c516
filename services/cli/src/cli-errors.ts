/** The command line is not one that the command understands. */
export class UsageError extends Error {
  readonly code = "usage";

  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** A file that was named cannot be read or written. */
export class FileError extends Error {
  readonly code = "file";

  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = "FileError";
  }
}

/** Whether an error's sentence tells people all they need: what, where, what to do. */
export function isForPeople(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && /^[a-z_]+$/.test(String((error as { code?: unknown }).code));
}
