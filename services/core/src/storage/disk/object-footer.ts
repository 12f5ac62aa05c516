import type { ObjectInfo } from "../object-store.ts";

/**
 * An object is one file: its bytes, then a footer of fixed size with what HTTP needs to know. So object and metadata are
 * replaced in one rename and read with one open, and the file up to the footer is the original, byte for byte.
 */
export interface ObjectFooter {
  readonly sizeBytes: number;
  readonly etag: string;
  readonly contentType: string;
  readonly cacheControl?: string;
  /** In base64: 255 bytes fit, whatever JSON would have to escape. */
  readonly fileNameBase64?: string;
}

export const footerBytes = 512;
const magic = Buffer.from("mediash1");

export function renderFooter(footer: ObjectFooter): Buffer {
  const json = JSON.stringify(footer);
  const room = footerBytes - magic.length;
  if (Buffer.byteLength(json) > room) throw new RangeError(`An object's metadata needs more than ${room} bytes: ${json}`);
  const buffer = Buffer.alloc(footerBytes, " ");
  buffer.write(json);
  magic.copy(buffer, room);
  return buffer;
}

/** The footer in the last bytes of a file of `fileBytes`, or undefined where the file is no object. */
export function parseFooter(tail: Buffer, fileBytes: number): ObjectFooter | undefined {
  const footer = tail.subarray(-footerBytes);
  const json = footer.subarray(0, -magic.length);
  if (footer.length < footerBytes || !footer.subarray(-magic.length).equals(magic)) return undefined;
  const parsed = JSON.parse(json.toString()) as ObjectFooter;
  return parsed.sizeBytes === fileBytes - footerBytes ? parsed : undefined;
}

/** The footer's words for what a writer said. */
export function describeFooter({
  contentType,
  cacheControl,
  fileName,
}: {
  readonly contentType: string;
  readonly cacheControl?: string | undefined;
  readonly fileName?: string | undefined;
}): Omit<ObjectFooter, "sizeBytes" | "etag"> {
  return {
    contentType,
    ...(cacheControl !== undefined && { cacheControl }),
    ...(fileName !== undefined && { fileNameBase64: Buffer.from(fileName).toString("base64") }),
  };
}

export function toInfo(
  key: string,
  { sizeBytes, etag, contentType, cacheControl, fileNameBase64 }: ObjectFooter,
  lastModified: Date,
): ObjectInfo {
  const fileName = fileNameBase64 === undefined ? undefined : Buffer.from(fileNameBase64, "base64").toString();
  return { key, sizeBytes, etag, contentType, cacheControl, fileName, lastModified };
}
