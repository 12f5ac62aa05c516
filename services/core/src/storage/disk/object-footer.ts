/**
 * An object is one file: its bytes, then a footer of fixed size with what HTTP needs to know. So object and metadata are
 * replaced in one rename and read with one open, and the file up to the footer is the original, byte for byte.
 */
export interface ObjectFooter {
  readonly sizeBytes: number;
  readonly etag: string;
  readonly contentType: string;
  readonly cacheControl?: string;
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
