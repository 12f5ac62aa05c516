import { InvalidObjectKeyError } from "./errors.ts";

/** S3's limit. */
const maxKeyBytes = 1024;

/**
 * Throws `InvalidObjectKeyError` unless every store can keep the key as it is: segments between single slashes, none of
 * them `.` or `..` (which URL parsers and file systems resolve), no control characters, at most 1,024 bytes of UTF-8.
 */
export function assertObjectKey(key: string): void {
  const fault = findFault(key);
  if (fault) throw new InvalidObjectKeyError(key, fault);
}

/** Whether a store can hold an object of this key. */
export function isObjectKey(key: string): boolean {
  return findFault(key) === undefined;
}

function findFault(key: string): string | undefined {
  if (Buffer.byteLength(key) > maxKeyBytes) return `it is longer than ${maxKeyBytes} bytes`;
  if (!key.isWellFormed()) return "it holds half a surrogate pair";
  if (/\p{Cc}/u.test(key)) return "it holds a control character";
  for (const segment of key.split("/")) {
    if (segment === "") return "a segment between slashes is empty";
    if (segment === "." || segment === "..") return `a segment is "${segment}"`;
  }
  return undefined;
}
