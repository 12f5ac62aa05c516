import { boxesIn, needBox } from "./boxes.ts";
import { FragmentError } from "./errors.ts";

/** What a `moof` box says about its one track, in ticks. */
export interface MovieFragment {
  readonly decodeTime: number;
  readonly duration: number;
  readonly sampleCount: number;
  /** Earliest time of showing. */
  readonly firstShown: number;
  /** Whether decoding can begin here. */
  readonly startsWithKeyframe: boolean;
}

const nonSyncFlag = 0x10000;

interface Defaults {
  readonly duration: number;
  readonly flags: number;
}

/** @param moof the box, its header included */
export function parseMovieFragment(moof: Buffer): MovieFragment {
  const traf = needBox(moof, "moof/traf");
  const defaults = parseTfhd(needBox(traf, "tfhd"));
  const tfdt = needBox(traf, "tfdt");
  const decodeTime = tfdt[0] === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4);
  const runs = [...boxesIn(traf)]
    .filter((box) => box.type === "trun")
    .map((box) => parseTrun(box.bytes.subarray(box.headerLength), defaults));
  let [time, firstShown] = [decodeTime, Number.POSITIVE_INFINITY];
  for (const sample of runs.flatMap((run) => run.samples)) {
    firstShown = Math.min(firstShown, time + sample.shownAfter);
    time += sample.duration;
  }
  const firstFlags = runs[0]?.firstFlags;
  if (firstFlags === undefined) throw new FragmentError("The encoder wrote a fragment without samples.");
  const sampleCount = runs.reduce((sum, run) => sum + run.samples.length, 0);
  return { decodeTime, duration: time - decodeTime, sampleCount, firstShown, startsWithKeyframe: (firstFlags & nonSyncFlag) === 0 };
}

function flagsOf(fullBox: Buffer): number {
  return fullBox.readUIntBE(1, 3);
}

/** Reads 32-bit words, each call the next one. */
function wordsFrom(bytes: Buffer, start: number): () => number {
  let offset = start;
  return () => {
    const word = bytes.readUInt32BE(offset);
    offset += 4;
    return word;
  };
}

function parseTfhd(tfhd: Buffer): Defaults {
  const flags = flagsOf(tfhd);
  const next = wordsFrom(tfhd, 8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0));
  const duration = flags & 0x8 ? next() : 0;
  if (flags & 0x10) next();
  return { duration, flags: flags & 0x20 ? next() : 0 };
}

interface Run {
  readonly firstFlags: number | undefined;
  readonly samples: readonly { readonly duration: number; readonly shownAfter: number }[];
}

function parseTrun(trun: Buffer, defaults: Defaults): Run {
  const flags = flagsOf(trun);
  const count = trun.readUInt32BE(4);
  const next = wordsFrom(trun, 8 + (flags & 0x1 ? 4 : 0));
  const firstSampleFlags = flags & 0x4 ? next() : undefined;
  const samples: { duration: number; shownAfter: number }[] = [];
  let firstOwnFlags: number | undefined;
  for (let index = 0; index < count; index++) {
    const duration = flags & 0x100 ? next() : defaults.duration;
    if (flags & 0x200) next();
    const ownFlags = flags & 0x400 ? next() : defaults.flags;
    firstOwnFlags ??= ownFlags;
    // Signed in version 1; ffmpeg writes small positive ones in version 0.
    const shownAfter = flags & 0x800 ? next() | 0 : 0;
    samples.push({ duration, shownAfter });
  }
  return { firstFlags: firstSampleFlags ?? firstOwnFlags, samples };
}
