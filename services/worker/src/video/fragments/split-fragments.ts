import type { Readable } from "node:stream";
import { OutputEndedEarlyError } from "../../ffmpeg/errors.ts";
import { ByteReader } from "./byte-reader.ts";
import { FragmentError } from "./errors.ts";
import { type InitSegment, parseInitSegment } from "./init-segment.ts";
import { parseMovieFragment } from "./movie-fragment.ts";

export interface Fragment {
  /** In this stream, from 0. */
  readonly index: number;
  /** `moof` + `mdat`. */
  readonly bytes: Buffer;
  /** When its first picture or sound is played. */
  readonly startUs: number;
  readonly durationUs: number;
  readonly sampleCount: number;
  readonly startsWithKeyframe: boolean;
}

export type FragmentEvent = { readonly init: InitSegment } | { readonly fragment: Fragment };

/** What may be held in memory at once. */
export interface FragmentBounds {
  readonly maxFragmentBytes: number;
}

const maxHeaderBytes = 1024 * 1024;

/**
 * Takes a fragmented MP4 of one track apart while it is being written: first its init segment, then each fragment as soon as it is whole.
 * Errors: `FragmentError`; `OutputEndedEarlyError` where the stream ends inside a fragment.
 */
export async function* splitFragments(stream: Readable, bounds: FragmentBounds): AsyncGenerator<FragmentEvent> {
  const reader = new ByteReader(stream);
  let ftyp: Buffer | undefined;
  let init: InitSegment | undefined;
  let moof: Buffer | undefined;
  let index = 0;
  for (;;) {
    const header = await reader.readHeader(8);
    if (!header) break;
    const type = header.toString("latin1", 4, 8);
    const size = header.readUInt32BE(0);
    if (type !== "mdat" || !moof) {
      const box = await readBox(reader, header, size, type);
      if (type === "ftyp") ftyp = box;
      if (type === "moof") moof = box;
      if (type === "moov") {
        init = parseInitSegment(Buffer.concat(ftyp ? [ftyp, box] : [box]));
        yield { init };
      }
      continue;
    }
    if (!init) throw new FragmentError("The encoder wrote a fragment before its init segment.");
    const bytes = await readData(reader, moof, header, size, bounds);
    yield { fragment: describe(index++, bytes, moof, init) };
    moof = undefined;
  }
  if (!init) throw new OutputEndedEarlyError("The encoder wrote nothing.");
  if (moof) throw new OutputEndedEarlyError("The encoder's output ends inside a fragment.");
}

async function readBox(reader: ByteReader, header: Buffer, size: number, type: string): Promise<Buffer> {
  if (size < 8 || size > maxHeaderBytes) throw new FragmentError(`The encoder wrote a ${JSON.stringify(type)} box of ${size} bytes.`);
  const box = Buffer.alloc(size);
  header.copy(box);
  await reader.readInto(box, 8);
  return box;
}

/** The fragment in one piece, read straight to where it stays. */
async function readData(reader: ByteReader, moof: Buffer, header: Buffer, size: number, bounds: FragmentBounds): Promise<Buffer> {
  const total = moof.length + size;
  if (size < 8) throw new FragmentError(`The encoder wrote an mdat box of ${size} bytes.`);
  if (total > bounds.maxFragmentBytes)
    throw new FragmentError(`The encoder wrote a fragment of ${total} bytes; at most ${bounds.maxFragmentBytes} are held.`);
  const bytes = Buffer.allocUnsafe(total);
  moof.copy(bytes);
  header.copy(bytes, moof.length);
  await reader.readInto(bytes, moof.length + 8);
  return bytes;
}

function describe(index: number, bytes: Buffer, moof: Buffer, init: InitSegment): Fragment {
  const parsed = parseMovieFragment(moof);
  const microseconds = (ticks: number): number => Math.round((ticks * 1e6) / init.timescale);
  return {
    index,
    bytes,
    // The first fragment of sound begins with the encoder's delay, which is not played.
    startUs: microseconds(Math.max(0, parsed.firstShown - init.delayTicks)),
    durationUs: microseconds(parsed.duration),
    sampleCount: parsed.sampleCount,
    startsWithKeyframe: parsed.startsWithKeyframe,
  };
}
