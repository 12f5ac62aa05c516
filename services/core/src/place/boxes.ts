import type { ByteSource } from "./byte-source.ts";
import { UnknownPlaceError } from "./patch.ts";

/** A box of ISO/IEC 14496-12, 4.2, by its place in what was read. */
export interface Box {
  readonly type: string;
  readonly start: number;
  /** Where its content begins. */
  readonly content: number;
  readonly end: number;
}

const mostBoxes = 10_000;
const mostTopBoxes = 100_000;

/** The boxes that stand one after another in a range. What cannot be a box ends them. */
export function listBoxes(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  let at = from;
  while (at + 8 <= to) {
    if (boxes.length >= mostBoxes) throw new UnknownPlaceError("it has too many boxes");
    const { size, header } = readSize(bytes, at, to - at);
    if (size < header || at + size > to) break;
    boxes.push({ type: bytes.toString("latin1", at + 4, at + 8), start: at, content: at + header, end: at + size });
    at += size;
  }
  return boxes;
}

/** The boxes of which a file consists. The last may end behind it. */
export async function* listTopBoxes(source: ByteSource): AsyncGenerator<Box> {
  let at = 0;
  for (let count = 0; at + 8 <= source.sizeBytes; count += 1) {
    if (count > mostTopBoxes) throw new UnknownPlaceError("it has too many boxes");
    const head = await source.read(at, at + 16);
    const { size, header } = readSize(head, 0, source.sizeBytes - at);
    if (size < header) throw new UnknownPlaceError("its boxes are damaged");
    yield { type: head.toString("latin1", 4, 8), start: at, content: at + header, end: at + size };
    at += size;
  }
}

/** @param rest bytes from the box on: a size of 0 means all of them */
function readSize(bytes: Buffer, at: number, rest: number): { size: number; header: number } {
  const size = bytes.readUInt32BE(at);
  if (size === 1 && at + 16 <= bytes.length) return { size: Number(bytes.readBigUInt64BE(at + 8)), header: 16 };
  return { size: size === 0 ? rest : size, header: 8 };
}
