import { S3ServiceException } from "@aws-sdk/client-s3";
import { StorageFullError, StorageUnavailableError } from "../errors.ts";

const fullNames: ReadonlySet<string> = new Set(["QuotaExceeded", "InsufficientStorage", "XMinioStorageFull"]);

/** Whether the service refused with one of these error codes. */
export function isS3Error(error: unknown, ...names: string[]): error is S3ServiceException {
  return error instanceof S3ServiceException && names.includes(error.name);
}

/** The domain error for what a call of the SDK threw; what neither service nor network caused comes back as it is. */
export function asStorageError(error: unknown, bucket: string): unknown {
  const where = `s3://${bucket}`;
  if (error instanceof S3ServiceException) {
    const status = error.$metadata.httpStatusCode;
    if (fullNames.has(error.name) || status === 507) return new StorageFullError(where, { cause: error });
    return new StorageUnavailableError(where, `the service answered ${status ?? "nothing"} ${error.name}: ${error.message}`, {
      cause: error,
    });
  }
  if (!(error instanceof Error) || !isTransport(error)) return error;
  return new StorageUnavailableError(where, error.message || ("code" in error && String(error.code)) || error.name, { cause: error });
}

/** Connections refused, reset or timed out, answers that are no S3 (`$response`), and credentials that cannot be had. */
function isTransport(error: Error): boolean {
  if (error.name === "TimeoutError" || error.name === "CredentialsProviderError" || "$response" in error) return true;
  return (
    "code" in error &&
    typeof error.code === "string" &&
    /^(E(?!RR_)[A-Z_]+$|CERT_|DEPTH_|UNABLE_TO_|SELF_SIGNED_|ERR_TLS_)/.test(error.code)
  );
}
