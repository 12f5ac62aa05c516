import { acceptedContentTypes } from "@mediashare/contract";
import { ProblemError } from "@mediashare/kit";

/** What is wrong with a file, or with the request that brings it; each with its own code and a sentence that says what to do. */

export const empty = (fileName: string): ProblemError =>
  new ProblemError(422, "empty", `${quote(fileName)} is empty: it has not a single byte. Check the file and send it again.`);

export const tooLarge = (fileName: string, maxBytes: number): ProblemError =>
  new ProblemError(413, "too_large", `${quote(fileName)} is larger than ${formatBytes(maxBytes)}, which is the most that is accepted.`);

export const beyondLength = (fileName: string, lengthBytes: number): ProblemError =>
  new ProblemError(413, "beyond_length", `More bytes came of ${quote(fileName)} than its Upload-Length of ${lengthBytes} announced.`);

export function unsupportedType(fileName: string, found: string | undefined): ProblemError {
  const accepted = Object.keys(acceptedContentTypes).map((type) => names[type] ?? type);
  const what = found === undefined ? "is not a photo or video by its content" : `is ${found} by its content`;
  return new ProblemError(415, "unsupported_type", `${quote(fileName)} ${what}. Accepted are ${accepted.join(", ")}.`);
}

export const notAForm = (): ProblemError =>
  new ProblemError(415, "not_a_form", `Send the files as multipart/form-data, each in a field named "file".`);

export const malformedForm = (cause: unknown): ProblemError =>
  new ProblemError(400, "malformed_form", "The multipart/form-data body is damaged or ends too early. Send the request again.", { cause });

export const noFile = (): ProblemError =>
  new ProblemError(400, "no_file", `The form has no file. Send at least one in a field named "file".`);

export const unexpectedFileField = (field: string): ProblemError =>
  new ProblemError(400, "unexpected_field", `There is a file in the field ${quote(field)}. Files are taken from fields named "file" only.`);

export const tooManyFiles = (max: number): ProblemError =>
  new ProblemError(
    413,
    "too_many_files",
    `The form has more than ${max} files, which is the most for one request. Send the rest in another one.`,
  );

export const tooManyFields = (max: number): ProblemError =>
  new ProblemError(400, "too_many_fields", `The form has more than ${max} fields besides its files. Only fields named "file" are used.`);

export const fieldTooLarge = (maxBytes: number): ProblemError =>
  new ProblemError(
    413,
    "field_too_large",
    `A field of the form has a value of more than ${formatBytes(maxBytes)}. Only fields named "file" are used.`,
  );

export const requestAborted = (cause?: unknown): ProblemError =>
  new ProblemError(400, "aborted", "The connection ended before the whole request had come. Nothing of it was kept.", { cause });

export const lost = (cause?: unknown): ProblemError =>
  new ProblemError(503, "upload_lost", "The upload was given up on our side before it was finished. Send the file again.", { cause });

export const hashingStopped = (cause?: unknown): ProblemError =>
  new ProblemError(503, "hashing_stopped", "Making the file's checksum failed on our side. Send the file again.", {
    headers: { "Retry-After": "1" },
    cause,
  });

function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 99)}…` : text);
}

const names: Readonly<Record<string, string>> = {
  "image/jpeg": "JPEG",
  "image/png": "PNG",
  "image/webp": "WebP",
  "image/avif": "AVIF",
  "image/heic": "HEIC",
  "image/heif": "HEIF",
  "image/gif": "GIF",
  "image/tiff": "TIFF",
  "video/mp4": "MP4",
  "video/quicktime": "MOV",
  "video/webm": "WebM",
  "video/matroska": "MKV",
};

/** `50 GiB`, `1.5 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** power).toFixed(1))} ${units[power]}`;
}
