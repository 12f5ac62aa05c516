/** What iOS begins its maker note with; a version and the byte order follow. */
const signature = "Apple iOS\0";
const directoryAt = 14;
const contentIdentifier = 0x0011;
const ascii = 2;
const mostEntries = 200;

/**
 * The identifier that the photo and the video of a live photo share, from the maker note of the photo: a TIFF directory (TIFF 6.0,
 * section 2) in big-endian order, whose offsets count from the note's start. Tags: https://exiftool.org/TagNames/Apple.html
 */
export function readContentIdentifier(note: unknown): string | undefined {
  if (!(note instanceof Uint8Array) || note.length < directoryAt + 2) return undefined;
  const bytes = Buffer.from(note.buffer, note.byteOffset, note.length);
  if (bytes.toString("latin1", 0, signature.length) !== signature || bytes.toString("latin1", 12, 14) !== "MM") return undefined;
  const entries = Math.min(bytes.readUInt16BE(directoryAt), mostEntries);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directoryAt + 2 + entry * 12;
    if (at + 12 > bytes.length) return undefined;
    if (bytes.readUInt16BE(at) !== contentIdentifier || bytes.readUInt16BE(at + 2) !== ascii) continue;
    const length = bytes.readUInt32BE(at + 4);
    const valueAt = length <= 4 ? at + 8 : bytes.readUInt32BE(at + 8);
    return valueAt + length <= bytes.length ? asContentIdentifier(bytes.toString("latin1", valueAt, valueAt + length)) : undefined;
  }
  return undefined;
}

/** In lower case, where it looks like one: a UUID. */
export function asContentIdentifier(text: string | undefined): string | undefined {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text ?? "")?.[0].toLowerCase();
}
