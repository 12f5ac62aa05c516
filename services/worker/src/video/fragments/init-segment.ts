import { boxesIn, findBox, needBox } from "./boxes.ts";
import { FragmentError } from "./errors.ts";

/** What players need to know before the first fragment, from `ftyp` + `moov` of a file with one track. */
export interface InitSegment {
  readonly bytes: Buffer;
  /** Ticks in a second. */
  readonly timescale: number;
  /** The media time that is shown at 0 (edit list), in ticks: the encoder's delay. */
  readonly delayTicks: number;
  /** RFC 6381: `avc1.64001f`, `mp4a.40.2`. */
  readonly codecs: string;
  /** Of a track of pictures. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
}

export function parseInitSegment(bytes: Buffer): InitSegment {
  const trak = needBox(bytes, "moov/trak");
  const mdhd = needBox(trak, "mdia/mdhd");
  const timescale = mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12);
  if (timescale === 0) throw new FragmentError("The encoder's track has no timescale.");
  return { bytes, timescale, delayTicks: readDelay(trak), ...readSampleEntry(needBox(trak, "mdia/minf/stbl/stsd")) };
}

/** The start of the first edit that shows media; an empty edit (-1) would delay the track and is none of ours. */
function readDelay(trak: Buffer): number {
  const elst = findBox(trak, "edts/elst");
  if (!elst || elst.readUInt32BE(4) === 0) return 0;
  const mediaTime = elst[0] === 1 ? Number(elst.readBigInt64BE(16)) : elst.readInt32BE(12);
  if (mediaTime < 0) throw new FragmentError("The encoder's edit list begins with an empty edit.");
  return mediaTime;
}

function readSampleEntry(stsd: Buffer): Pick<InitSegment, "codecs" | "size"> {
  const [entry] = boxesIn(stsd.subarray(8));
  if (entry?.type === "avc1") {
    const avcC = needBox(entry.bytes.subarray(86), "avcC");
    const codecs = `avc1.${avcC.toString("hex", 1, 4)}`;
    return { codecs, size: { width: entry.bytes.readUInt16BE(32), height: entry.bytes.readUInt16BE(34) } };
  }
  if (entry?.type === "mp4a")
    return { codecs: `mp4a.40.${readAudioObjectType(needBox(entry.bytes.subarray(36), "esds"))}`, size: undefined };
  throw new FragmentError(`The encoder wrote a track of type ${entry?.type}, which is not expected.`);
}

const decoderSpecificInfo = 0x05;

/** The audio object type, from the descriptors of ISO/IEC 14496-1, 7.2.6: ES (3) holds DecoderConfig (4) holds DecoderSpecificInfo (5). */
function readAudioObjectType(esds: Buffer): number {
  const headerLengths: Readonly<Record<number, number>> = { 3: 3, 4: 13 };
  for (let offset = 4; offset < esds.length; ) {
    const tag = esds[offset] as number;
    offset += 1;
    // The length, in groups of seven bits.
    while ((esds[offset] ?? 0) & 0x80) offset += 1;
    offset += 1;
    if (tag === decoderSpecificInfo) return (esds[offset] ?? 0) >> 3;
    const header = headerLengths[tag];
    if (header === undefined) break;
    offset += header;
  }
  throw new FragmentError("The encoder's sound has no decoder configuration.");
}
