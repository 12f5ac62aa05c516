import { StorageFullError, StorageUnavailableError } from "../errors.ts";

const fullCodes: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"]);

export function isErrno(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && typeof error.code === "string" && codes.includes(error.code);
}

/** The domain error for what a file system call threw; anything else comes back as it is. */
export function asStorageError(error: unknown, root: string): unknown {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error) || typeof error.code !== "string") return error;
  if (fullCodes.has(error.code)) return new StorageFullError(root, { cause: error });
  return new StorageUnavailableError(root, error.message, { cause: error });
}
