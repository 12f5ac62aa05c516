import { join } from "node:path";
import { InvalidObjectKeyError } from "../errors.ts";
import { assertObjectKey } from "../object-key.ts";

/** Longest file name on every common file system. */
const maxNameBytes = 255;
/** Marks folders, so that the object `a` and the objects below `a/` never claim one name. No encoded name ends in it. */
const folderMark = "+";

/** Where the object lies below `root`. */
export function keyToPath(root: string, key: string): string {
  assertObjectKey(key);
  const segments = key.split("/");
  const names = segments.map((segment, index) => encodeSegment(segment) + (index < segments.length - 1 ? folderMark : ""));
  const tooLong = names.find((name) => name.length > maxNameBytes);
  if (tooLong) throw new InvalidObjectKeyError(key, `a segment needs ${tooLong.length} bytes as a file name, of at most ${maxNameBytes}`);
  return join(root, ...names);
}

export function folderName(segment: string): string {
  return encodeSegment(segment) + folderMark;
}

/** The segment that a file or folder stands for, or undefined where this store did not name it. */
export function parseName(name: string): { segment: string; isFolder: boolean } | undefined {
  const isFolder = name.endsWith(folderMark);
  const encoded = isFolder ? name.slice(0, -folderMark.length) : name;
  const bytes = encoded.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
  try {
    const segment = decodeURIComponent(bytes);
    return encodeSegment(segment) === encoded ? { segment, isFolder } : undefined;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/**
 * Lower-case names only, as some file systems do not tell cases apart: `!a` is A, and bytes other than a-z, 0-9, `-`, `_`
 * and inner dots are percent-encoded. So `..` cannot appear, nor anything that a file system treats specially.
 */
function encodeSegment(segment: string): string {
  return segment
    .replace(/[^A-Za-z0-9._-]+|^\./gu, (run) => Buffer.from(run).toString("hex").replace(/../g, "%$&"))
    .replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
