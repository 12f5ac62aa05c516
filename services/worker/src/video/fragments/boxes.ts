import { FragmentError } from "./errors.ts";

/** A box of an ISO base media file (ISO/IEC 14496-12), its header included. */
export interface Box {
  readonly type: string;
  readonly bytes: Buffer;
  readonly headerLength: number;
}

/** The boxes that lie side by side in `bytes`. */
export function* boxesIn(bytes: Buffer): Generator<Box> {
  for (let offset = 0; offset < bytes.length; ) {
    if (offset + 8 > bytes.length) throw new FragmentError("A box header is cut short.");
    const size = bytes.readUInt32BE(offset);
    if (size < 8 || offset + size > bytes.length) throw new FragmentError(`A box of ${size} bytes does not fit where it stands.`);
    yield { type: bytes.toString("latin1", offset + 4, offset + 8), bytes: bytes.subarray(offset, offset + size), headerLength: 8 };
    offset += size;
  }
}

/** The content of the box at the end of a path such as `moov/trak/mdia`; undefined where there is none. */
export function findBox(bytes: Buffer, path: string): Buffer | undefined {
  const [type, ...rest] = path.split("/");
  for (const box of boxesIn(bytes)) {
    if (box.type !== type) continue;
    const content = box.bytes.subarray(box.headerLength);
    return rest.length === 0 ? content : findBox(content, rest.join("/"));
  }
  return undefined;
}

/** As `findBox`. @throws FragmentError where there is none */
export function needBox(bytes: Buffer, path: string): Buffer {
  const found = findBox(bytes, path);
  if (!found) throw new FragmentError(`The encoder wrote no ${path} box.`);
  return found;
}
