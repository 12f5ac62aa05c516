import { UploadLockLostError } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import { ERRORS } from "@tus/server";

type TusError = { readonly status_code: number; readonly body: string };

/** What @tus/server throws, with our codes and sentences that say what to do. */
const known: ReadonlyMap<unknown, readonly [code: string, detail: string]> = new Map<unknown, readonly [string, string]>([
  [
    ERRORS.FILE_NOT_FOUND,
    ["upload_not_found", "There is no such upload: it never began, was cancelled or has been cleared away. Begin a new one."],
  ],
  [ERRORS.FILE_NO_LONGER_EXISTS, ["upload_expired", "The upload was not finished in time and has expired. Begin a new one."]],
  [
    ERRORS.INVALID_OFFSET,
    ["offset_conflict", "Upload-Offset is not where this upload stands. Ask for its offset (HEAD) and go on from there."],
  ],
  [ERRORS.MISSING_OFFSET, ["missing_offset", "Say with Upload-Offset where the bytes belong."]],
  [ERRORS.INVALID_CONTENT_TYPE, ["invalid_content_type", "Send the bytes as Content-Type: application/offset+octet-stream."]],
  [ERRORS.INVALID_LENGTH, ["invalid_length", "Say either Upload-Length or Upload-Defer-Length: 1; a length that was said cannot change."]],
  [ERRORS.ERR_MAX_SIZE_EXCEEDED, ["too_large", "The file is larger than Tus-Max-Size, which is the most that is accepted."]],
  [ERRORS.ERR_SIZE_EXCEEDED, ["beyond_length", "The request has more bytes than the upload's length leaves room for."]],
  [ERRORS.INVALID_TERMINATION, ["already_finished", "The upload is finished and has become a media: delete that instead."]],
  [ERRORS.INVALID_METADATA, ["invalid_metadata", "Upload-Metadata must be pairs of a key and a Base64 value, with commas in between."]],
  [ERRORS.UNSUPPORTED_CONCATENATION_EXTENSION, ["no_concatenation", "Upload-Concat is not supported: send the file as one upload."]],
]);

/** The problem that a failed tus request is answered with; what is no fault of the protocol comes back as it is. */
export function tusProblem(status: number, body: string, thrown: unknown): unknown {
  if (thrown instanceof UploadLockLostError) return locked(thrown);
  const entry = known.get(thrown);
  if (entry) return new ProblemError((thrown as TusError).status_code, ...entry);
  if (thrown instanceof Error) return thrown;
  if (status === 412)
    return new ProblemError(412, "tus_version", "Say with Tus-Resumable: 1.0.0 which version of tus you speak.", {
      headers: { "Tus-Version": "1.0.0" },
    });
  const text = body.trim();
  return new ProblemError(
    status,
    status === 400 ? "invalid_header" : "tus",
    text === "" ? "The request does not fit the tus protocol." : `${text}.`,
  );
}

function locked(cause: unknown): ProblemError {
  return new ProblemError(423, "locked", "This server has lost its hold on the upload. Ask for its offset (HEAD) and go on from there.", {
    headers: { "Retry-After": "1" },
    cause,
  });
}
